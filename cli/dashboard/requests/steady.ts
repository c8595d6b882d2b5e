import { type Answers, answerTo } from "../data/answers.ts";
import { mostRequests } from "../data/hear.ts";
import type { ListedRequest } from "../data/requests.ts";
import type { State } from "../state.ts";
import { shownRequests } from "./shown.ts";

/** So long one request stays in sight while others come in above it. */
const steadyMs = 5000;

/** Whether the list goes along with what comes: nobody has chosen in it, or what was chosen is too old to be in it. */
export const isFollowing = (state: State, now: number): boolean => {
  const { sort, isReversed } = state.requestList;
  if (sort !== "at" || isReversed) return false;
  const chosen = state.lists["requests"]?.chosen ?? null;
  return chosen === null || !shownRequests(state, now).some(({ id }) => id === chosen);
};

/**
 * The request to look at while the list follows what comes: the newest, but looked for only every few seconds as long as
 * one comes after the other, so that there is time to read. The first one after a pause is there at once.
 */
export const steadyRequest = (state: State, now: number): ListedRequest | null => {
  const requests = shownRequests(state, now);
  const lookedAt = lastLookAt(requests, now);
  const newest = requests.find(({ startedAt }) => startedAt <= lookedAt) ?? requests[0] ?? null;
  if (newest === null || newest.stream) return newest;
  const isNear = ({ startedAt }: ListedRequest): boolean =>
    startedAt <= newest.startedAt && newest.startedAt - startedAt < steadyMs;
  // What streams is somebody's conversation; calls between them have little to read.
  return requests.find((one) => one.stream && isNear(one)) ?? newest;
};

/** The same; but the one before it stays until the proxy has told of this one. */
export const steadyAndTold = (state: State, now: number): ListedRequest | null => {
  const wanted = steadyRequest(state, now);
  if (wanted === null) return null;
  const told = shownRequests(state, now).find(
    (one) => one.startedAt <= wanted.startedAt && isTold(state.data.answers, one),
  );
  return told ?? wanted;
};

/** Every few seconds since the first request after the last pause. */
const lastLookAt = (requests: readonly ListedRequest[], now: number): number => {
  const first = requests.find(({ startedAt }, at) => {
    const before = requests[at + 1];
    return before === undefined ? requests.length < mostRequests : startedAt - before.startedAt >= steadyMs;
  });
  return now - (Math.max(0, now - (first?.startedAt ?? 0)) % steadyMs);
};

const isTold = (answers: Answers, { id }: ListedRequest): boolean => answerTo(answers, "request", { id }) !== null;
