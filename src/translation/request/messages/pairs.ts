import type { Block, Message, ToolCallBlock, ToolResultBlock } from "../../../core/chat.ts";
import { lost } from "../../loss.ts";
import type { Step } from "../step.ts";
import { said, withMessages } from "./blocks.ts";
import { resultFinder } from "./results.ts";
import { takenBy } from "./taken.ts";

/**
 * Puts the results of each turn's calls right behind it, in one message and in the order of the calls, and gives each call
 * an id that no other has. A call that was broken off gets a result that says so; a result whose call was cut away is a
 * text of the user's. Wants each of the model's turns in one message.
 */
export const paired: Step = (chat, destination) => {
  const { namedResults } = takenBy(destination);
  const finder = resultFinder(chat.messages);
  const newId = idMaker();
  const counts = { interrupted: 0, orphan: 0, moved: 0 };
  const answered = (call: ToolCallBlock, id: string, at: number): ToolResultBlock => {
    const found = finder.take(call, at);
    if (found === null) counts.interrupted++;
    else if (chat.messages.slice(at + 1, found.at).some(saysMore)) counts.moved++;
    const { block } = found ?? { block: interrupted(call) };
    return { ...block, callId: id, name: namedResults ? call.name : null };
  };
  const messages = chat.messages.flatMap((message, at): readonly Message[] => {
    if (message.role !== "assistant") {
      const { blocks, orphans } = remaining(message, finder.isTaken);
      counts.orphan += orphans;
      if (blocks.length === 0 && message.blocks.length > 0) return [];
      return [{ ...message, role: message.role === "tool" ? "user" : message.role, blocks }];
    }
    const results: ToolResultBlock[] = [];
    const blocks = message.blocks.flatMap((block): readonly Block[] => {
      if (block.type === "tool-result") return [];
      if (block.type !== "tool-call") return [block];
      const id = newId(block);
      results.push(answered(block, id, at));
      return [id === block.id ? block : { ...block, id }];
    });
    const told: Message = { ...message, role: "tool", name: null, blocks: results };
    return results.length === 0 ? [{ ...message, blocks }] : [{ ...message, blocks }, told];
  });
  const losses = [
    ...lost("calls.interrupted", counts.interrupted),
    ...lost("results.orphan", counts.orphan),
    ...lost("results.moved", counts.moved),
  ];
  return { chat: withMessages(chat, messages), losses };
};

/** Whether a message says anything beside the results of tools. */
const saysMore = ({ blocks }: Message): boolean => blocks.some(({ type }) => type !== "tool-result");

/** What is left of a message when the results have gone to their calls; who does not call tools has called none. */
const remaining = (
  { blocks }: Message,
  isTaken: (result: ToolResultBlock) => boolean,
): { readonly blocks: readonly Block[]; readonly orphans: number } => {
  let orphans = 0;
  const left = blocks.flatMap((block): readonly Block[] => {
    if (block.type === "tool-call") return [];
    if (block.type !== "tool-result") return [block];
    if (isTaken(block)) return [];
    orphans++;
    return [
      said(`[Result of ${block.name ?? "a tool"} whose call is no longer in the conversation]`, block),
      ...block.blocks,
    ];
  });
  return { blocks: left, orphans };
};

const interrupted = (call: ToolCallBlock): ToolResultBlock => ({
  type: "tool-result",
  callId: call.id,
  name: null,
  blocks: [said("[no result: the call was interrupted]", { origin: call.origin })],
  isError: true,
  isServerSide: false,
  extras: {},
  origin: call.origin,
});

/** An id for each call that is asked for in order: its own where it has one, and none before has the same. */
const idMaker = (): ((call: ToolCallBlock) => string) => {
  const copies = new Map<string, number>(); // of each id that is there, how many were wanted
  let calls = 0;
  return ({ id }) => {
    const wanted = id === null || id === "" ? `call_${calls}` : id;
    calls++;
    let copy = copies.get(wanted) ?? 0;
    let free = wanted;
    if (copy > 0)
      do free = `${wanted}_${++copy}`;
      while (copies.has(free));
    copies.set(wanted, Math.max(copy, 1));
    if (free !== wanted) copies.set(free, 1);
    return free;
  };
};
