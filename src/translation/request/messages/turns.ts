import type { Block, Message, Part, Role } from "../../../core/chat.ts";
import type { Loss } from "../../../core/translation.ts";
import { lost } from "../../loss.ts";
import type { Step } from "../step.ts";
import { said, withMessages } from "./blocks.ts";
import { joinedBy } from "./joined.ts";
import { type Taken, takenBy } from "./taken.ts";

/** The order of turns that the destination demands, without messages that say nothing. Wants calls and results paired. */
export const inTurn: Step = (chat, destination) => {
  const taken = takenBy(destination);
  const filled = withoutEmpty(chat.messages, taken);
  const begun = begunByUser(filled.messages, chat, taken);
  const answered = taken.answersResults ? answeredResults(begun.messages) : { messages: begun.messages, losses: [] };
  const system = chat.system.filter(saying(taken));
  const led = system.length === chat.system.length ? chat : { ...chat, system };
  const messages = taken.takesTurns ? byTurns(answered.messages) : answered.messages;
  const losses = [...lost("messages.empty", filled.gone), ...begun.losses, ...answered.losses];
  return { chat: withMessages(led, messages), losses };
};

type Ordered = { readonly messages: readonly Message[]; readonly losses: readonly Loss[] };

/** Whether a block is more than a text of nothing, which is refused by some and says nothing to the others. */
const saying =
  ({ blankTexts }: Taken) =>
  (block: Block): boolean =>
    block.type !== "text" || (blankTexts ? block.text : block.text.trim()) !== "";

const withoutEmpty = (
  all: readonly Message[],
  taken: Taken,
): { readonly messages: readonly Message[]; readonly gone: number } => {
  const saysSomething = saying(taken);
  const messages = all.flatMap((message): readonly Message[] => {
    const blocks = message.blocks.filter(saysSomething).map((block) => {
      if (block.type !== "tool-result" || block.blocks.every(saysSomething)) return block;
      return { ...block, blocks: block.blocks.filter(saysSomething) };
    });
    return blocks.length === 0 ? [] : [{ ...message, blocks }];
  });
  return { messages, gone: all.length - messages.length };
};

/** Where the user has to begin, somebody has to stand there. */
const begunByUser = (messages: readonly Message[], chat: Part, { takesTurns }: Taken): Ordered => {
  const [first] = messages;
  if (first === undefined) return { messages: [ours("user", "Begin.", chat)], losses: lost("messages.first") };
  if (!takesTurns || first.role !== "assistant") return { messages, losses: [] };
  return { messages: [ours("user", "Begin.", chat), ...messages], losses: lost("messages.first") };
};

/** Between results and the user's next words the model says a word, where it has to. */
const answeredResults = (all: readonly Message[]): Ordered => {
  const messages = all.flatMap((message, at) => {
    const isAfterResults = message.role === "user" && all[at - 1]?.role === "tool";
    return isAfterResults ? [ours("assistant", "OK.", message), message] : [message];
  });
  return { messages, losses: lost("messages.between", messages.length - all.length) };
};

/** The user and the model by turns; what tools gave is the user's. */
const byTurns = (messages: readonly Message[]): readonly Message[] => {
  const spoken = messages.map((message) =>
    message.role === "assistant" ? message : { ...message, role: "user" as const },
  );
  return joinedBy(spoken, (before, after) => before.role === after.role);
};

const ours = (role: Role, text: string, { origin }: Part): Message => ({
  role,
  name: null,
  blocks: [said(text, { origin })],
  extras: {},
  origin,
});
