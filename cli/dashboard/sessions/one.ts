import type { SessionDetail } from "../../../src/control/contract.ts";
import { answerTo, keyOf, type Question } from "../data/answers.ts";
import { type ListedRequest, listedRequests } from "../data/requests.ts";
import type { State } from "../state.ts";

/** The session that one has gone into; null = none. */
export const sessionId = ({ path }: State): string | null => {
  const place = path.findLast(({ kind }) => kind === "session");
  return place?.id ?? null;
};

/** What the daemon is asked of a session. */
export const sessionQuestion = (id: string): Question<"session"> => ({ name: "session", ask: { id }, freshMs: 2000 });

/** What is known of it: not told yet, nobody knows it, or all of it. */
export const sessionTold = ({ data }: State, id: string): SessionDetail | "asking" | "unknown" => {
  const { ask } = sessionQuestion(id);
  const told = answerTo(data.answers, "session", ask);
  if (told !== null) return told;
  return data.answers[keyOf({ name: "session", ask })]?.value === null ? "unknown" : "asking";
};

/** One request of a session, and the turn before it as far as that told its size. */
export type Turn = { readonly request: ListedRequest; readonly before: ListedRequest | null };

/** Its requests, the newest first: what the ledger tells, what ended since, and what runs. */
export const turnsOf = (state: State, { requests, session }: SessionDetail): readonly Turn[] => {
  const told = new Set(requests.map(({ id }) => id));
  const since = listedRequests(state.data).filter((one) => one.session === session.id && !told.has(one.id));
  const all = [...requests, ...since].toSorted((one, other) => one.startedAt - other.startedAt);
  let before: ListedRequest | null = null;
  const turns: Turn[] = [];
  for (const request of all) {
    turns.push({ request, before });
    if (request.turn !== null && request.inputTokens !== null) before = request;
  }
  return turns.reverse();
};

/** What is shown of what a session's vendors read from their caches, wrote into them, and neither; of 1. */
export type CacheShares = { readonly read: number; readonly write: number; readonly miss: number };

/** Of the turns that told all of it; null = none did. */
export const cacheSharesOf = (turns: readonly Turn[]): CacheShares | null => {
  let [input, read, write] = [0, 0, 0];
  for (const { request } of turns) {
    const { turn, inputTokens, cacheReadTokens, cacheWriteTokens } = request;
    if (turn === null || inputTokens === null || cacheReadTokens === null) continue;
    input += inputTokens;
    read += cacheReadTokens;
    write += Math.max(0, Math.min(cacheWriteTokens ?? 0, inputTokens - cacheReadTokens)); // a vendor may count oddly
  }
  if (input === 0) return null;
  return { read: read / input, write: write / input, miss: Math.max(0, input - read - write) / input };
};

/** By how many tokens the prompt grew with each turn, over the last ten that told; null = too few. */
export const growthOf = (turns: readonly Turn[]): number | null => {
  const sizes = turns.flatMap(({ request: { turn, inputTokens } }) =>
    turn === null || inputTokens === null ? [] : [inputTokens],
  );
  const [latest, oldest] = [sizes[0], sizes[Math.min(sizes.length - 1, 10)]];
  const between = Math.min(sizes.length - 1, 10);
  return latest === undefined || oldest === undefined || between === 0 ? null : (latest - oldest) / between;
};
