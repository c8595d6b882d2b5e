import { expect, test } from "bun:test";
import { notRouted, type Routed } from "../../../src/core/routed.ts";
import { readRouted, writtenRouted } from "../../../src/state/ledger/routed.ts";
import { triedOnce } from "../../support/tried.ts";

const led: Routed = {
  decision: {
    ...{ rule: "models.cn", upstream: "cn", from: "anthropic", to: "openai-chat", asked: "claude-x", model: "glm-4.6" },
    steps: [
      { about: "upstream", rule: "session pin", isTaken: false, why: "none" },
      { about: "model", rule: "models.cn", isTaken: true, why: "claude-* -> glm-4.6" },
    ],
  },
  losses: [{ rule: "thinking.foreign", what: "dropped", count: 2, why: "thoughts of another vendor" }],
  edits: [{ by: "usage", count: 1 }],
};

test("what is written of how a request was led is read again as it was, in few bytes", () => {
  const text = writtenRouted(led) ?? "";

  expect(readRouted(text)).toEqual(led);
  expect(text.length).toBeLessThan(250);
});

test("nothing is written where there is nothing to tell", () => {
  expect(writtenRouted(notRouted)).toBeNull();
  expect(readRouted(null)).toEqual(notRouted);
});

test("however much somebody writes into a file of rules, a row stays small", () => {
  const { decision } = led;
  if (decision === null) throw new Error("no decision");
  const step = { about: "upstream", rule: "x".repeat(9000), isTaken: false, why: "y\u{1f600}".repeat(9000) } as const;
  const loss = { rule: "r", what: "dropped", count: 1, why: "w".repeat(9000) } as const;

  const text = writtenRouted({
    decision: { ...decision, asked: "m".repeat(9000), steps: Array.from({ length: 500 }, () => step) },
    losses: Array.from({ length: 500 }, () => loss),
    edits: Array.from({ length: 500 }, (_, count) => ({ by: "b".repeat(300), count })),
  });

  expect(new TextEncoder().encode(text ?? "").length).toBeLessThan(60_000);
  expect(readRouted(text).decision?.steps).toHaveLength(32);
  expect(readRouted(text).decision?.asked?.isWellFormed()).toBe(true);
});

test.each(["", "7", "[]", "{", '{"d":3}', '{"d":["a"],"l":7}', '{"l":[1]}'])(
  "a row that holds %p breaks nothing",
  (text) => {
    expect(() => readRouted(text)).not.toThrow();
    expect(readRouted(text).decision).toBeNull();
  },
);

test("how long a request waited for its turn is kept", () => {
  const stopped = 'The budget "daily" is used up: $5.02 of $5.00 today.';
  expect(readRouted(writtenRouted({ ...notRouted, stopped }))).toEqual({ ...notRouted, stopped });
  const queued = { ms: 2100, limit: "claude" };

  expect(readRouted(writtenRouted({ ...notRouted, queued }))).toEqual({ ...notRouted, queued });
});

test("the tries of a request are written and read again as they were", () => {
  const tries = [
    triedOnce(),
    triedOnce({ key: "...x1", what: "declined", reason: "limited", why: "429", waitedMs: 7000 }),
  ];

  expect(readRouted(writtenRouted({ ...led, tries }))).toEqual({ ...led, tries });
  expect(readRouted(writtenRouted({ ...notRouted, tries })).tries).toEqual(tries);
});

test("what the cache of answers did is written and read again as it was", () => {
  const avoided = { inputTokens: 1000, outputTokens: null, costMicros: 4320 };
  for (const answer of [
    { state: "hit", key: "00ff", ageMs: 1200, joined: true, avoided },
    { state: "miss", key: "00ff", why: null },
    { state: "miss", key: "00ff", why: "the model refused" },
    { state: "bypass", why: "the client wants none" },
  ] as const)
    expect(readRouted(writtenRouted({ ...notRouted, answer }))).toEqual({ ...notRouted, answer });
});
