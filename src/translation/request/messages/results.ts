import type { Message, ToolCallBlock, ToolResultBlock } from "../../../core/chat.ts";

/** A result, and the number of the message that it is in. */
type Found = { readonly block: ToolResultBlock; readonly at: number };

/** Finds the results of calls, each once, for calls that are asked for in the order of the conversation. */
export type ResultFinder = {
  /** The result of a call in this message: the first after it that names its id, or its tool where there are no ids. */
  readonly take: (call: ToolCallBlock, at: number) => Found | null;
  readonly isTaken: (result: ToolResultBlock) => boolean;
};

/** What is known under an id, or under the name of a tool; the first ones are those that nobody has come to yet. */
type Known = { readonly results: Found[]; firstResult: number; readonly calls: number[]; firstCall: number };

/** A finder for these messages. It looks at each result once, however many have the same id. */
export const resultFinder = (messages: readonly Message[]): ResultFinder => {
  const knownBy = new Map<string, Known>();
  const known = (key: string): Known => {
    const found = knownBy.get(key) ?? { results: [], firstResult: 0, calls: [], firstCall: 0 };
    knownBy.set(key, found);
    return found;
  };
  for (const [at, { blocks }] of messages.entries())
    for (const block of blocks) {
      if (block.type === "tool-result") known(keyOf(block.callId, block.name)).results.push({ block, at });
      if (block.type === "tool-call") for (const key of keysOf(block)) known(key).calls.push(at);
    }
  const taken = new Set<ToolResultBlock>();
  const takenOf = (key: string, at: number): Found | null => {
    const one = known(key);
    while ((one.calls[one.firstCall] ?? Number.POSITIVE_INFINITY) <= at) one.firstCall++;
    while ((one.results[one.firstResult]?.at ?? at) < at) one.firstResult++;
    // An id that comes again later belongs to another call, and so does what follows that one.
    const until = one.calls[one.firstCall] ?? messages.length;
    const found = one.results[one.firstResult];
    if (found === undefined || found.at > until) return null;
    one.firstResult++;
    taken.add(found.block);
    return found;
  };
  return {
    take: (call, at) => {
      const [id, name] = keysOf(call);
      return takenOf(id, at) ?? takenOf(name, at);
    },
    isTaken: (result) => taken.has(result),
  };
};

const keyOf = (id: string | null, name: string | null): string => (id === null ? `name ${name ?? ""}` : `id ${id}`);

const keysOf = ({ id, name }: ToolCallBlock): readonly [string, string] => [
  id === null ? keyOf(null, name) : keyOf(id, null),
  keyOf(null, name),
];
