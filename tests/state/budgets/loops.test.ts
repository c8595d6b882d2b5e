import { expect, test } from "bun:test";
import type { Transcript } from "../../../src/memory/transcript/transcript.ts";
import { createLoops } from "../../../src/state/budgets/loops.ts";
import { openSaid } from "../../../src/state/budgets/said.ts";
import { createAlone } from "../../../src/state/shared/alone.ts";
import { plannedExchange } from "../../support/budgets.ts";

const rule = { sameCall: 2, ofLast: 10, sameRequest: 3, ignores: () => false };

const transcriptOf = (...labels: readonly string[]): Transcript => ({
  dialect: "anthropic",
  entries: labels.map((label) => ({
    ...{ hash: label, author: "model" as const, isBound: false, tokens: 1, pieces: [] },
    calls: label === "" ? [] : [{ id: null, name: "Bash", label, file: null, does: "other" as const, hash: label }],
  })),
  pathOf: () => [],
  jsonOf: () => null,
});

const loopsWith = () => {
  const told: string[] = [];
  const board = createAlone(() => 0).board;
  const said = openSaid({ board, file: null, now: () => 0, onTrouble: () => undefined });
  const loops = createLoops({ said, tell: (_, session, { why }) => void told.push(`${session} ${why}`) });
  return { loops, told };
};

test("a loop is told once, and again when it has gone on for as long again", () => {
  const { loops, told } = loopsWith();
  loops.use(rule, true);
  for (let times = 1; times <= 5; times++)
    loops.read(plannedExchange(), transcriptOf(...Array.from({ length: times }, () => "npm test")));

  expect(told).toEqual([
    "s_1 Bash(npm test) was called 2 times in a row",
    "s_1 Bash(npm test) was called 4 times in a row",
  ]);
});

test("the same request of one conversation is counted, of two it is not", () => {
  const { loops, told } = loopsWith();
  loops.use(rule, true);
  for (const session of ["s_1", "s_2", "s_1", "s_2"]) loops.read(plannedExchange({ session }), transcriptOf(""));
  expect(told).toEqual([]);

  loops.read(plannedExchange(), transcriptOf(""));

  expect(told).toEqual(["s_1 the same request was sent 3 times in a row"]);
});

test("each request is looked at once, however often somebody asks, and not at all where nobody wants to know", () => {
  const { loops } = loopsWith();
  const exchange = plannedExchange();
  expect(loops.in(exchange, "s_1", transcriptOf("a", "a"))).toBeNull();
  loops.use({ ...rule, sameCall: 0 }, false);

  const found = [1, 2, 3, 4].map(() => loops.in(exchange, "s_1", transcriptOf("")));

  expect(found).toEqual([null, null, null, null]);
});

test("a person lets a conversation go on once more, and can take that back", async () => {
  const { loops } = loopsWith();
  await loops.allow("s_1");
  await loops.allow("s_1");

  expect([loops.allowed("s_1"), loops.allowed("s_2")]).toEqual([2, 0]);
  await loops.reset("s_1");
  expect(loops.allowed("s_1")).toBe(0);
});
