import { chainOf, hashOf } from "./chain.ts";
import type { Unit } from "./unit.ts";

/** What tools and instructions a conversation is led with. */
export type Root = { readonly system: string; readonly tools: string; readonly hasTools: boolean };

/** The history that a request carries, as hashes. */
export type Trail = {
  readonly root: Root;
  /** Each message that counts, in order; one with tool calls is only the same with the same ids of them. */
  readonly messages: readonly string[];
  /** Which of them the model wrote. */
  readonly isModels: readonly boolean[];
  /** The ids of the tool calls in each; null where it has none. */
  readonly callIds: readonly (string | null)[];
  /** For each beginning of the history its hash. */
  readonly chain: readonly string[];
};

/**
 * The history of a request of this group of programs. Instructions among the messages count as a part of the root
 * where they lead the conversation, and for nothing further on: programs put them in anew.
 */
export const trailOf = (group: string, root: Root, units: readonly Unit[]): Trail => {
  const counted = units.flatMap(({ hash, author, callIds }) =>
    hash === null || author === "instructions" ? [] : { hash, author, callIds },
  );
  return {
    root,
    messages: counted.map(({ hash, callIds }) => (callIds === null ? hash : hashOf(`${hash}\n${callIds}`))),
    isModels: counted.map(({ author }) => author === "model"),
    callIds: counted.map(({ callIds }) => callIds),
    chain: chainOf(
      group,
      counted.map(({ hash }) => hash),
    ),
  };
};

/** The ids of the last tool calls in the first so many messages; null where there are none. */
export const lastCallIds = ({ callIds }: Trail, length: number): string | null =>
  callIds.slice(0, length).findLast((ids) => ids !== null) ?? null;
