import { expect, test } from "bun:test";
import type { OwnCall } from "../../../src/core/own-call.ts";
import { askForCondensation, condensationKey } from "../../../src/memory/condense/asking.ts";
import { condensed } from "../../../src/memory/condense/condensed.ts";
import { regionOf } from "../../../src/memory/condense/region.ts";
import { strategyOf } from "../../../src/memory/condense/strategies/index.ts";
import { condensing } from "../../support/condensing.ts";
import { upstreamOf } from "../../support/exchange.ts";

type Question = ReturnType<typeof condensing>["question"];

const asked = (question: Question): readonly OwnCall[] => {
  const calls: OwnCall[] = [];
  askForCondensation(question, {
    calls: { isWanted: () => true, ask: (call) => void calls.push(call), takeCost: () => 0 },
    place: { upstream: upstreamOf("anthropic"), model: "m" },
    session: () => "s_1",
  });
  return calls;
};

const summary = { condensation: "summary" } as const;

test("from seven tenths of the window on a summary of the old results is asked for", () => {
  const { question } = condensing("anthropic", { ahead: summary, windowTokens: 55_000 });
  const [call] = asked(question);
  const text = JSON.stringify(call?.question.content);
  expect(text).toContain("Please find the fault.");
  expect(text).toContain("step 0 line 0");
  expect(text).not.toContain("step 19 line 0");
  expect(call?.key).toMatch(/^condensed-summary-1-[\w-]+$/);
});

test.each([
  ["it is far from full", { ahead: summary, windowTokens: 200_000 }],
  ["nobody knows how much fits", { ahead: summary, windowTokens: null }],
  ["it was not asked for", { ahead: {} }],
  ["the strategy needs no model", { ahead: { condensation: "smart-truncate" } }],
  ["there is little to condense", { ahead: summary, steps: 4, windowTokens: 8000 }],
] as const)("nothing is asked where %s", (_, how) => {
  expect(asked(condensing("anthropic", how).question)).toEqual([]);
});

test("where most of it is told by a summary already, no other one is asked for", () => {
  const strategy = strategyOf("summary");
  if (strategy === null) throw new Error("no strategy");
  const region = regionOf(condensing("anthropic").question);
  const key = condensationKey(strategy, region.at(-2)?.key ?? "");
  const ahead = { ...summary, said: (one: string) => (one === key ? "x" : null) };
  expect(asked(condensing("anthropic", { ahead }).question)).toEqual([]);
});

test("progressive carries an earlier summary on", () => {
  const { question } = condensing("anthropic", { ahead: { condensation: "progressive" } });
  const first = question.pieces.find(({ kind }) => kind === "result");
  const steps = [{ do: condensed.name, v: 1, with: { summary: "What was known." } }];
  const known = new Map([[first?.key ?? "", { steps, before: 1, after: 1, isBatched: true }]]);
  expect(JSON.stringify(asked({ ...question, known })[0]?.question.content)).toContain("What was known.");
});
