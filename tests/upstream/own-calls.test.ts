import { expect, test } from "bun:test";
import type { OwnAnswer, OwnCall } from "../../src/core/own-call.ts";
import { createOwnCalls } from "../../src/upstream/own-calls.ts";
import { upstreamOf } from "../support/exchange.ts";
import { until } from "../support/wait.ts";

const callOf = (key: string, session: string | null = "s_1"): OwnCall => ({
  key,
  session: () => session,
  place: { upstream: upstreamOf("anthropic"), model: "m" },
  question: { system: "", content: [], maxTokens: 9 },
});

type Run = (call: OwnCall, signal: AbortSignal) => Promise<OwnAnswer>;

const callsWith = (run: Run, { budget = 1_000_000, spent = 0, deadlineMs = 60_000 } = {}) => {
  const kept = new Map<string, string>();
  const clock = { at: 1_800_000_000_000 };
  const troubles: string[] = [];
  const calls = createOwnCalls({
    answers: { get: (key) => kept.get(key) ?? null, put: (key, text) => void kept.set(key, text) },
    run,
    now: () => clock.at,
    budgetMicros: () => budget,
    spentSince: async () => spent,
    onTrouble: (what) => void troubles.push(what),
    deadlineMs,
  });
  return { calls, kept, clock, troubles };
};

const answer = { text: " A cat. ", costMicros: 700 };

test("an answer is kept under its key, and is not asked for again", async () => {
  let asked = 0;
  const { calls, kept } = callsWith(async () => {
    asked++;
    return answer;
  });

  calls.ask(callOf("image-1"));
  calls.ask(callOf("image-1"));
  await until("it is answered", () => kept.size === 1);

  calls.ask(callOf("image-1"));
  expect([kept.get("image-1"), asked, calls.isWanted("image-1")]).toEqual(["A cat.", 1, false]);
});

test("what it cost is booked to the session that it was for, once", async () => {
  const { calls, kept } = callsWith(async () => answer);

  calls.ask(callOf("a"));
  calls.ask(callOf("b"));
  await until("both are answered", () => kept.size === 2);

  expect([calls.takeCost("s_1"), calls.takeCost("s_1"), calls.takeCost("s_2")]).toEqual([1400, 0, 0]);
});

test("no more than two are under way at a time, and what finds no place to wait is dropped", async () => {
  const open: (() => void)[] = [];
  const { calls, kept } = callsWith(
    () => new Promise((resolve) => open.push(() => resolve({ text: "x", costMicros: 0 }))),
  );

  for (let at = 0; at < 30; at++) calls.ask(callOf(`k-${at}`));
  await until("two are asked", () => open.length === 2);
  for (let done = 1; done <= 18; done++) {
    open.shift()?.();
    await until("one more is answered", () => kept.size === done);
    expect(open.length).toBeLessThanOrEqual(2);
  }

  expect(calls.view()).toMatchObject({ asked: 18, dropped: 12 });
});

test("what failed rests for a while, and is given up after three times", async () => {
  const { calls, clock, troubles } = callsWith(async () => ({ text: null, costMicros: 0 }));
  for (let tries = 1; tries <= 3; tries++) {
    calls.ask(callOf("k"));
    await until("it has failed", () => troubles.length === tries);
    await until("it is settled", () => {
      clock.at += 600_000;
      const isAgain = calls.isWanted("k");
      return isAgain === tries < 3;
    });
  }
  calls.ask(callOf("k"));
  expect(calls.view()).toMatchObject({ asked: 3, failed: 3 });
});

test("right after a failure nobody is bothered", async () => {
  const { calls, troubles } = callsWith(() => Promise.reject(new TypeError("secret words")));
  calls.ask(callOf("k"));
  await until("it has failed", () => troubles.length === 1);

  expect([calls.isWanted("k"), troubles]).toEqual([false, ["TypeError"]]);
});

test("a day's budget ends the questions, with what earlier runs have spent; without one nothing is asked", async () => {
  for (const how of [{ budget: 500, spent: 500 }, { budget: 0 }]) {
    let asked = 0;
    const { calls } = callsWith(async () => {
      asked++;
      return answer;
    }, how);
    calls.ask(callOf("k"));
    await until("it is settled", () => calls.isWanted("k"));
    expect(asked).toBe(0);
  }
});

test("an answer whose price nobody knows counts against the budget all the same", async () => {
  const { calls, kept } = callsWith(async () => ({ text: "x", costMicros: null }), { budget: 10_000 });
  calls.ask(callOf("a"));
  await until("it is answered", () => kept.size === 1);
  calls.ask(callOf("b"));
  await until("the other is settled", () => calls.isWanted("b"));
  expect(calls.view()).toMatchObject({ asked: 1, dropped: 1, costMicros: 0 });
});

const untilAborted: Run = (_, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("late"))));

test("a question that takes too long is given up", async () => {
  const { calls, troubles } = callsWith(untilAborted, { deadlineMs: 1 });
  calls.ask(callOf("k"));
  await until("it is late", () => troubles.length === 1);
  expect(calls.view().failed).toBe(1);
});

test("a daemon that stops ends what is under way and asks nothing more", async () => {
  const { calls, troubles } = callsWith(untilAborted);
  calls.ask(callOf("k"));

  await calls.stop();
  calls.ask(callOf("l"));

  expect([calls.isWanted("l"), troubles]).toEqual([false, []]);
});
