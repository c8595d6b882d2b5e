import type { Block, MediaBlock, Message } from "../../../core/chat.ts";
import type { MediaTaken } from "../../../core/quirks.ts";
import { lost } from "../../loss.ts";
import type { Step } from "../step.ts";
import { said, withMessages } from "./blocks.ts";
import { takenBy, takes } from "./taken.ts";

/** Where results are texts alone, the images that tools gave follow right behind them, with a line that says whose they are. */
export const mediaBehindResults: Step = (chat, destination) => {
  const { mediaInResults } = takenBy(destination);
  const names = namesOf(chat.messages);
  let moved = 0;
  const messages = chat.messages.flatMap((message): readonly Message[] => {
    if (message.role !== "tool") return [message];
    const behind: Block[] = [];
    const blocks = message.blocks.map((block) => {
      if (block.type !== "tool-result") return block;
      const out = block.blocks.filter((one): one is MediaBlock => isOutside(one, mediaInResults));
      if (out.length === 0) return block;
      moved += out.length;
      const name = names.get(block.callId ?? "") ?? "a tool";
      behind.push(
        said(
          `[${out.length === 1 ? "What" : `${out.length} things that`} ${name} gave, of call ${block.callId ?? ""}:]`,
          block,
        ),
        ...out,
      );
      const kept = block.blocks.filter((one) => !isOutside(one, mediaInResults));
      return { ...block, blocks: kept.length > 0 ? kept : [said("[see below]", block)] };
    });
    return behind.length === 0
      ? [message]
      : [
          { ...message, blocks },
          { ...message, role: "user", blocks: behind },
        ];
  });
  return { chat: withMessages(chat, messages), losses: lost("results.media", moved) };
};

const isOutside = (block: Block, inside: MediaTaken): boolean => block.type === "media" && !takes(inside, block);

const namesOf = (messages: readonly Message[]): ReadonlyMap<string, string> =>
  new Map(
    messages.flatMap(({ blocks }) =>
      blocks.flatMap((block): [string, string][] => (block.type === "tool-call" ? [[block.id ?? "", block.name]] : [])),
    ),
  );
