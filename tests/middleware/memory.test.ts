import { expect, test } from "bun:test";
import type { MemoryMode } from "../../src/core/memory.ts";
import { isEditing } from "../../src/core/memory.ts";
import { ended } from "../../src/core/outcome.ts";
import { policyOf } from "../../src/memory/policy/index.ts";
import { usualMoment } from "../../src/memory/policy/moment.ts";
import { memory } from "../../src/middleware/memory.ts";
import { exchangeWith, model, sessionsWith, user } from "../support/sessions.ts";
import { engineWith } from "../support/shortened.ts";

const history = [
  user("Run the tests."),
  model([{ type: "tool_use", id: "t1", name: "Bash", input: { command: "npm test" } }]),
  user([{ type: "tool_result", tool_use_id: "t1", content: "\u001b[32mok\u001b[0m src/a.test.ts\n".repeat(80) }]),
];

const remembering = (mode: MemoryMode, { breaks = false, hasForwarded = false } = {}) => {
  const failures: string[] = [];
  const left: { session: string; keys: number }[] = [];
  const { sessions } = sessionsWith();
  const run = memory.create({
    memory: {
      engine: engineWith().engine,
      modeOf: () => ({ mode, by: "setting", why: "memory.mode" }),
      policyOf: () => (isEditing(mode) ? policyOf(mode) : null),
      momentOf: () => {
        if (breaks) throw new RangeError("something quoted");
        return usualMoment;
      },
      transcriptOf: (exchange) => sessions.transcript(exchange),
      hasForwarded: () => hasForwarded,
      budgetMs: 1000,
      onMade: (made, session) => left.push({ session, keys: made.keys.length }),
      onFailure: (what) => failures.push(what),
    },
  });
  const send = async () => {
    const exchange = exchangeWith(history);
    const answer = await run(exchange, async () => new Response("answered"));
    return { exchange, answer: await answer.text() };
  };
  return { failures, left, send };
};

test.each(["off", "shadow"] as const)("%s: nothing is changed, nothing is read", async (mode) => {
  const { exchange } = await remembering(mode).send();
  expect(exchange.edits).toEqual([]);
  expect(exchange.notes.forwarded).toBeNull();
});

test("in a mode that edits, what can be left out is", async () => {
  const { exchange } = await remembering("lossless").send();
  expect(exchange.edits.map(({ by }) => by)).toEqual(["memory"]);
  expect(exchange.notes.forwarded?.removedLive).toBeGreaterThan(0);
});

test("what goes wrong in here is told by its kind alone, and the request goes as it is", async () => {
  const { failures, send } = remembering("balanced", { breaks: true });
  const { exchange, answer } = await send();
  expect(failures).toEqual(["RangeError"]);
  expect(exchange.edits).toEqual([]);
  expect(answer).toBe("answered");
});

test("whose conversation it was is told when the request has ended", async () => {
  const { left, send } = remembering("lossless");
  const { exchange } = await send();
  expect(left).toEqual([]);

  exchange.notes.session = { id: "s_1", turn: 1, joined: "new" } as NonNullable<typeof exchange.notes.session>;
  exchange.settle(ended(200));
  await exchange.outcome;

  expect(left).toEqual([{ session: "s_1", keys: 1 }]);
});
