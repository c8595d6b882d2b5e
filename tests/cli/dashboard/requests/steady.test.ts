import { expect, test } from "bun:test";
import { keyOf } from "../../../../cli/dashboard/data/answers.ts";
import { isFollowing, steadyAndTold, steadyRequest } from "../../../../cli/dashboard/requests/steady.ts";
import { freshList, type State } from "../../../../cli/dashboard/state.ts";
import { stateOf } from "../../../support/dashboard.ts";
import { summary } from "../../../support/summary.ts";

const begin = 1_800_000_000_000;

/** A list of requests that began so many seconds after the beginning, each by its second. */
const began = (...seconds: readonly number[]): State => {
  const state = stateOf({ columns: 120, rows: 40 });
  const requests = seconds
    .toSorted((one, other) => other - one)
    .map((second) => summary({ id: `r_${second}`, startedAt: begin + second * 1000 }));
  return { ...state, data: { ...state.data, requests } };
};
const seenAt = (state: State, second: number) => steadyRequest(state, begin + second * 1000)?.id;

test("one request stays in sight for five seconds while others come in", () => {
  const state = began(0, 1, 2, 3, 4, 6, 7, 8);

  expect([8, 9, 9.9].map((second) => seenAt(state, second))).toEqual(["r_4", "r_4", "r_4"]);
  expect([10, 14.9].map((second) => seenAt(state, second))).toEqual(["r_8", "r_8"]);
});

test("the first one after a pause is there at once", () => {
  expect(seenAt(began(0, 1, 2, 60), 60.1)).toBe("r_60");
  expect(seenAt(began(0, 1, 2, 60, 61), 62)).toBe("r_60");
  expect(seenAt(began(3), 3)).toBe("r_3");
  expect(seenAt(began(), 3)).toBeUndefined();
});

test("where they come without end it is another one every five seconds all the same", () => {
  const seconds = Array.from({ length: 600 }, (_, at) => at / 20);
  const seen = Array.from({ length: 50 }, (_, at) => {
    const now = 30 + at / 10;
    return seenAt(began(...seconds.map((second) => second + at / 10).slice(-500)), now);
  });

  expect(new Set(seen).size).toBeLessThanOrEqual(2);
});

test("of those that began at about the same time one that streams is looked at", () => {
  const state = began(0, 1, 2);
  const requests = state.data.requests.map((one) => ({ ...one, stream: one.id === "r_1" }));

  expect(seenAt({ ...state, data: { ...state.data, requests } }, 5)).toBe("r_1");
});

test("until the proxy has told of the next one the one before it stays", () => {
  const state = began(0, 60);
  const key = keyOf({ name: "request", ask: { id: "r_0" } });
  const told = { ...state, data: { ...state.data, answers: { [key]: { at: begin, value: {}, problem: null } } } };

  expect(steadyAndTold(told, begin + 60_000)?.id).toBe("r_0");
  expect(steadyAndTold(state, begin + 60_000)?.id).toBe("r_60");
});

test("what somebody has chosen, or an order other than by time, is not followed; what has left the list is not chosen", () => {
  const state = began(0, 1);

  expect(isFollowing(state, begin)).toBe(true);
  const choosing = (chosen: string): State => ({ ...state, lists: { requests: { ...freshList, chosen } } });
  expect(isFollowing(choosing("r_0"), begin)).toBe(false);
  expect(isFollowing(choosing("r_long_ago"), begin)).toBe(true);
  expect(isFollowing({ ...state, requestList: { ...state.requestList, sort: "cost" } }, begin)).toBe(false);
});
