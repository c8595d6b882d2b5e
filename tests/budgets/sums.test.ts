import { expect, test } from "bun:test";
import type { BudgetWish } from "../../src/budgets/budget.ts";
import { needsSession, placesCalled, placesOf } from "../../src/budgets/sums.ts";
import { budgetOf, noon, spenderOf } from "../support/budgets.ts";

const idsOf = (wish: Partial<BudgetWish>, spender: Parameters<typeof spenderOf>[0] = {}): readonly string[] =>
  placesOf([budgetOf(wish)], spenderOf(spender)).map(({ id }) => id);

test("each budget has a sum for each of those that it is kept apart by", () => {
  expect(idsOf({})).toEqual(["daily"]);
  expect(idsOf({ each: "client" })).toEqual(["daily/claude-cli"]);
  expect(idsOf({ each: "token" })).toEqual(["daily/(none)"]);
  expect(idsOf({ each: "model" }, { models: ["x", "models/Gemini-2.5-Pro"] })).toEqual(["daily/gemini-2.5-pro"]);
  expect(idsOf({ each: ["upstream", "client"] })).toEqual(["daily/anthropic/claude-cli"]);
  expect(idsOf({ per: "session" })).toEqual(["daily/s_1"]);
  expect(idsOf({ per: "session", each: "upstream" })).toEqual(["daily/s_1/anthropic"]);
  expect(idsOf({ per: "run" }, { label: "run-7" })).toEqual(["daily/run-7"]);
});

test("what belongs to no conversation, or no run, has no part in the budget of one", () => {
  expect(idsOf({ per: "session" }, { session: null })).toEqual([]);
  expect(idsOf({ per: "run" })).toEqual([]);
});

test("a budget is for what it says, by any name of a model", () => {
  expect(idsOf({ when: { client: "codex*" } })).toEqual([]);
  expect(idsOf({ when: { client: ["codex*", "claude-*"], upstream: "anthropic" } })).toEqual(["daily"]);
  expect(idsOf({ when: { model: "claude-opus-*" } }, { models: ["best", "claude-opus-4"] })).toEqual(["daily"]);
  expect(idsOf({ when: { token: "ci" } }, { token: "ci" })).toEqual(["daily"]);
});

test("another day is another sum, which ends at midnight here, and another limit is the same one", () => {
  const keyOf = (wish: Partial<BudgetWish>, at = noon) => placesOf([budgetOf(wish)], spenderOf({ at }))[0];

  expect(keyOf({})?.endsAt).toBe(new Date(2026, 10, 19).getTime());
  expect(keyOf({ per: "month" })?.endsAt).toBe(new Date(2026, 11, 1).getTime());
  expect(keyOf({}, noon + 86_400_000)?.key).not.toBe(keyOf({})?.key);
  expect(keyOf({ limits: { dollars: 9 } })?.key).toBe(keyOf({})?.key);
  expect(keyOf({ when: { client: "*" } })?.key).not.toBe(keyOf({})?.key);
});

test("what a request says of itself is a sum of its run, or of its session", () => {
  expect(placesOf([], spenderOf({ cap: 5 })).map(({ id }) => id)).toEqual(["x-proxy-budget/s_1"]);
  expect(placesOf([], spenderOf({ cap: 5, label: "run-7" })).map(({ id }) => id)).toEqual(["x-proxy-budget/run-7"]);
  expect(needsSession([], { cap: 5, label: null })).toBe(true);
  expect(needsSession([budgetOf({})], { cap: 5, label: "run-7" })).toBe(false);
  expect(needsSession([budgetOf({ per: "session" })], { cap: null, label: null })).toBe(true);
});

test("a sum is found by its name though nothing of it was met here, and no other one is", () => {
  const budgets = [
    budgetOf({}),
    budgetOf({ name: "talk", per: "session" }),
    budgetOf({ name: "tool", each: "client" }),
    budgetOf({ name: "both", per: "session", each: "model" }),
    budgetOf({ name: "three", per: "session", each: ["client", "model"] }),
  ];
  const all = placesOf(budgets, spenderOf({ models: ["vendor/large"] }));

  for (const place of all.slice(1)) expect(placesCalled(budgets, place.id, noon)).toEqual([place]);
  expect(placesCalled(budgets, "s_1", noon).map(({ id }) => id)).toEqual(["talk/s_1"]);
  for (const name of ["daily/x", "talk", "tool", "talk/s_1/more", "both/s_1", "three/s_1/tool"])
    expect(placesCalled(budgets, name, noon).filter(({ id }) => id === name || name.includes("/"))).toEqual([]);
});
