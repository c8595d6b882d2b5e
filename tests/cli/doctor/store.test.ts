import { expect, test } from "bun:test";
import { judgeStore } from "../../../cli/doctor/store.ts";

test("a store that nobody wants is nothing to tell of", () => {
  expect(judgeStore({ store: null, isWanted: false })).toEqual([]);
});

test("one that is connected is well, one that is away is a problem with its reason", () => {
  expect(judgeStore({ store: { state: "connected", sinceAt: 1, reason: null }, isWanted: true })).toMatchObject([
    { level: "ok" },
  ]);
  expect(
    judgeStore({ store: { state: "away", sinceAt: 1, reason: "connection refused" }, isWanted: true }),
  ).toMatchObject([{ level: "problem", text: expect.stringContaining("connection refused") }]);
  expect(judgeStore({ store: null, isWanted: true })).toMatchObject([{ level: "unchecked" }]);
});
