import type { Block, Message } from "../../../core/chat.ts";
import { lost } from "../../loss.ts";
import type { Step } from "../step.ts";
import { said, withMessages } from "./blocks.ts";
import { takenBy } from "./taken.ts";

/**
 * The beginning of an answer that the client has put there: marked where it has to be, told where nobody goes by it, and gone on
 * with on demand where the user has to have the last word.
 */
export const prefilled: Step = (chat, destination) => {
  const { prefill, prefillMark, noPrefill, blankTexts } = takenBy(destination);
  const last = chat.messages.at(-1);
  if (last?.role !== "assistant") return { chat, losses: [] };
  const blocks = blankTexts ? last.blocks : withoutTail(last.blocks);
  const marked = prefillMark === null ? {} : { extras: { [prefillMark]: true }, origin: null };
  const messages = chat.messages.with(-1, { ...last, blocks, ...marked });
  if (noPrefill) {
    const asked: Message = { ...last, role: "user", name: null, blocks: [said("Go on.", last)], extras: {} };
    return { chat: withMessages(chat, [...messages, asked]), losses: lost("messages.last") };
  }
  const isGoneOnWith = prefill || prefillMark !== null;
  return { chat: withMessages(chat, messages), losses: lost("messages.prefill", isGoneOnWith ? 0 : 1) };
};

/** White space at the very end is refused. */
const withoutTail = (blocks: readonly Block[]): readonly Block[] => {
  const last = blocks.at(-1);
  return last?.type === "text" ? blocks.with(-1, { ...last, text: last.text.trimEnd() }) : blocks;
};
