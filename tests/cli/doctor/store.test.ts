import { expect, test } from "bun:test";
import { judgeStore } from "../../../cli/doctor/store.ts";

const connected = { store: { state: "connected", sinceAt: 1, reason: null }, isWanted: true } as const;

test("a store that nobody wants is nothing to tell of", () => {
  expect(judgeStore({ store: null, isWanted: false, daemons: [] })).toEqual([]);
});

test("one that is connected is well, one that is away is a problem with its reason", () => {
  expect(judgeStore({ ...connected, daemons: [] })).toMatchObject([{ level: "ok" }]);
  expect(
    judgeStore({ store: { state: "away", sinceAt: 1, reason: "connection refused" }, isWanted: true, daemons: [] }),
  ).toMatchObject([{ level: "problem", text: expect.stringContaining("connection refused") }]);
  expect(judgeStore({ store: null, isWanted: true, daemons: [] })).toMatchObject([{ level: "unchecked" }]);
});

test("of each other daemon is said whether it goes by the same settings, and what to do where it does not", () => {
  const daemons = [
    { name: "one", generation: 1, differs: [] },
    { name: "two", generation: 3, differs: ["limits", "budgets"] },
  ];

  expect(judgeStore({ ...connected, daemons })).toMatchObject([
    { level: "ok" },
    { level: "ok", text: expect.stringContaining("daemon one") },
    {
      level: "problem",
      text: expect.stringMatching(/daemon two .* limits, budgets/),
      next: expect.stringContaining("config show"),
    },
  ]);
});
