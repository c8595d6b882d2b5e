import type { Data } from "../data/data.ts";
import { type ListedRequest, listedRequests, tookMs } from "../data/requests.ts";
import { readFilter } from "../filter/read.ts";
import { testOf } from "../filter/test.ts";
import type { State } from "../state.ts";
import type { RequestListState, SortName } from "./list-state.ts";

type Shown = { readonly key: string; readonly requests: readonly ListedRequest[] };

const latest = new WeakMap<Data, Shown>();

/** The requests that the list shows, in its order. Asked again within the second it is the same list. */
export const shownRequests = ({ data, filter, requestList }: State, now: number): readonly ListedRequest[] => {
  const { sort, isReversed } = requestList;
  if (filter === "" && sort === "at" && !isReversed) return listedRequests(data);
  const key = JSON.stringify([filter, sort, isReversed, Math.floor(now / 1000)]);
  const before = latest.get(data);
  if (before?.key === key) return before.requests;
  const requests = ordered(matching(listedRequests(data), filter, now), requestList, now);
  latest.set(data, { key, requests });
  return requests;
};

/** Those that a filter wants; all of them while it cannot be read. */
export const matching = (requests: readonly ListedRequest[], text: string, now: number): readonly ListedRequest[] => {
  const { filter } = readFilter(text);
  if (filter === null) return requests;
  const isWanted = testOf(filter);
  return requests.filter((request) => isWanted(request, now));
};

/** What is not known comes last, whichever way round. */
const ordered = (
  requests: readonly ListedRequest[],
  { sort, isReversed }: RequestListState,
  now: number,
): readonly ListedRequest[] => {
  const turn = isReversed ? -1 : 1;
  if (sort === "model" || sort === "upstream") {
    const nameOf = (request: ListedRequest) =>
      sort === "model" ? (request.modelUsed ?? request.model) : request.upstream;
    return requests.toSorted((one, other) => inOrder(nameOf(one), nameOf(other), (a, b) => turn * (a < b ? -1 : 1)));
  }
  const numberOf = numbers[sort];
  return requests.toSorted((one, other) => inOrder(numberOf(one, now), numberOf(other, now), (a, b) => turn * (b - a)));
};

const inOrder = <Value>(one: Value | null, other: Value | null, compare: (a: Value, b: Value) => number): number => {
  if (one === other) return 0;
  if (one === null) return 1;
  return other === null ? -1 : compare(one, other);
};

const numbers: Readonly<
  Record<Exclude<SortName, "model" | "upstream">, (request: ListedRequest, now: number) => number | null>
> = {
  at: ({ startedAt }) => startedAt,
  cost: ({ costMicros }) => costMicros,
  time: tookMs,
  in: ({ inputTokens }) => inputTokens,
  out: ({ outputTokens }) => outputTokens,
  ttft: ({ ttftMs }) => ttftMs,
};
