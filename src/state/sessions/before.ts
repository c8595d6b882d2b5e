import type { Sent } from "../../meter/cache-truth/index.ts";
import type { Part } from "./find.ts";
import type { Session } from "./record.ts";

/** What is known of a conversation when a request of it is about to go out. */
export type Before = {
  /** What was answered of it last at each upstream and model, the latest last. */
  readonly sent: readonly Omit<Sent, "prompt">[];
  /** Wall clock, when it was used before; null = never. */
  readonly usedAt: number | null;
  /** What stands before its messages: instructions and tools, in tokens. */
  readonly headTokens: number;
  /** How many more turns conversations had that came as far as this one; null = too few did. */
  readonly remainingTurns: number | null;
};

/** What a request that has been found its place is preceded by. */
export const beforeOf = ({ found, prompt, usedAt, turn }: Part, all: Iterable<Session>): Before | null => {
  if (found === null) return null;
  const head = [...(prompt?.tools ?? []), ...(prompt?.system ?? [])];
  return {
    sent: found.thread.sent,
    usedAt,
    headTokens: head.reduce((sum, { tokens }) => sum + tokens, 0),
    remainingTurns: remainingTurns(turn.turn ?? 1, all),
  };
};

/** From fewer conversations nothing can be told. */
const least = 5;

/** How many more turns conversations had on average that had more than so many. */
const remainingTurns = (turn: number, all: Iterable<Pick<Session, "turns">>): number | null => {
  let [sum, count] = [0, 0];
  for (const { turns } of all) {
    if (turns <= turn) continue;
    sum += turns - turn;
    count++;
  }
  return count < least ? null : sum / count;
};
