import type { Message, ToolCallBlock, ToolResultBlock } from "../../../core/chat.ts";

/** A result, and the number of the message that it is in. */
type Found = { readonly block: ToolResultBlock; readonly at: number };

/** Finds the results of calls, each once. */
export type ResultFinder = {
  /** The result of a call in this message: the first after it that names its id, or its tool where there are no ids. */
  readonly take: (call: ToolCallBlock, at: number) => Found | null;
  readonly isTaken: (result: ToolResultBlock) => boolean;
};

/** A finder for these messages. */
export const resultFinder = (messages: readonly Message[]): ResultFinder => {
  const results = new Map<string, Found[]>();
  const calls = new Map<string, number[]>();
  for (const [at, { blocks }] of messages.entries())
    for (const block of blocks) {
      if (block.type === "tool-result") listed(results, keyOf(block.callId, block.name)).push({ block, at });
      if (block.type === "tool-call") for (const key of keysOf(block)) listed(calls, key).push(at);
    }
  const taken = new Set<ToolResultBlock>();
  const firstOf = (key: string, at: number): Found | null => {
    // An id that comes again later belongs to another call, and so does what follows that one.
    const until = calls.get(key)?.find((other) => other > at) ?? messages.length;
    return results.get(key)?.find((found) => found.at >= at && found.at <= until && !taken.has(found.block)) ?? null;
  };
  return {
    take: (call, at) => {
      const [id, name] = keysOf(call);
      const found = firstOf(id, at) ?? firstOf(name, at);
      if (found !== null) taken.add(found.block);
      return found;
    },
    isTaken: (result) => taken.has(result),
  };
};

const listed = <T>(lists: Map<string, T[]>, key: string): T[] => {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
};

const keyOf = (id: string | null, name: string | null): string => (id === null ? `name ${name ?? ""}` : `id ${id}`);

const keysOf = ({ id, name }: ToolCallBlock): readonly [string, string] => [
  id === null ? keyOf(null, name) : keyOf(id, null),
  keyOf(null, name),
];
