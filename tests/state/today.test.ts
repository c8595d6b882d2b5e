import { expect, test } from "bun:test";
import type { StatsGroup } from "../../src/state/ledger/row.ts";
import { createToday } from "../../src/state/today.ts";
import { groupWith } from "../support/figures.ts";
import { summary } from "../support/summary.ts";

const noon = new Date(2026, 10, 21, 12).getTime();
const hour = 3_600_000;

/** A day on a clock of its own, with what a ledger says of it when it is asked. */
const dayWith = () => {
  let now = noon;
  const asked: { readonly since: number; readonly answer: PromiseWithResolvers<StatsGroup> }[] = [];
  const today = createToday({
    now: () => now,
    ask: (since) => {
      const answer = Promise.withResolvers<StatsGroup>();
      asked.push({ since, answer });
      return answer.promise;
    },
  });
  today.view(); // the daemon looks at it soon after its start
  const answer = async (group: StatsGroup | null): Promise<void> => {
    const last = asked.at(-1)?.answer;
    if (group === null) last?.reject(new Error("the ledger is switched off"));
    else last?.resolve(group);
    await last?.promise.catch(() => undefined);
  };
  const pass = (ms: number): void => {
    now += ms;
  };
  return { today, asked, answer, pass };
};
const request = (more: Parameters<typeof summary>[0] = {}) => summary({ startedAt: noon, ...more });

test("the day is what the ledger knows of it, and every request that ends from then on, each once", async () => {
  const { today, asked, answer } = dayWith();
  expect(today.view()).toBeNull();
  today.end(request({ costMicros: 5, costKind: "reported", inputTokens: 100, cacheReadTokens: 50 }));

  await answer(groupWith("total", { costMicros: 7, costKind: "reported" }, { inputTokens: 100, cacheReadTokens: 0 }));
  today.end(request({ costMicros: null, savedTokens: 3 }));

  expect(asked.map(({ since }) => since)).toEqual([noon - 12 * hour]);
  expect(today.view()).toMatchObject({
    since: noon - 12 * hour,
    requests: 4,
    costMicros: 12,
    unknownCost: 2,
    inputTokens: 200,
    cachedShare: 0.25,
    outputTokens: null,
    savedTokens: 3,
  });
});

test("a loss without a known price is unknown and not 0, whatever of the day the ledger already knew", async () => {
  const { today, answer } = dayWith();
  await answer(groupWith("total", {}));
  today.end(request({ cacheBreak: "tools[7] was added", cacheBreakMicros: null }));
  expect(today.view()).toMatchObject({ cacheBreaks: 1, cacheBreakMicros: null, savedMicros: 0, readsLostMicros: 0 });

  today.end(request({ cacheBreak: "tools[7] was added", cacheBreakMicros: 400 }));
  today.end(request({ savedTokens: 10, savedMicros: null, readsLostMicros: null, prefixBreak: "cold" }));

  expect(today.view()).toMatchObject({
    cacheBreaks: 2,
    cacheBreakMicros: 400,
    savedMicros: null,
    readsLostMicros: null,
  });
});

test("hits of no known price before the start stay unknown, and those of one are told", async () => {
  const { today, answer } = dayWith();
  await answer(groupWith("total", { answerCache: "hit", avoidedInputTokens: 5, avoidedOutputTokens: 1 }));
  expect(today.view()).toMatchObject({ answerHits: 1, answerMisses: 0, avoidedTokens: 6, avoidedMicros: null });

  today.end(request({ answerCache: "hit", avoidedInputTokens: 5, avoidedOutputTokens: 1, avoidedMicros: 70 }));
  today.end(request({ answerCache: "miss" }));

  expect(today.view()).toMatchObject({ answerHits: 2, answerMisses: 1, avoidedTokens: 12, avoidedMicros: 70 });
});

test("at midnight it begins anew; what began yesterday is yesterday's", async () => {
  const { today, asked, answer, pass } = dayWith();
  await answer(groupWith("total", {}, {}));
  pass(13 * hour);

  today.end(request());
  today.end(request({ startedAt: noon + 13 * hour }));
  await answer(groupWith("total"));

  expect(asked.length).toBe(2);
  expect(today.view()).toMatchObject({ since: noon + 12 * hour, requests: 1 });
});

test("the request that ends first after midnight is in the ledger before it is asked, and counts once", async () => {
  const { today, answer, pass } = dayWith();
  await answer(groupWith("total"));
  pass(13 * hour);
  const first = { startedAt: noon + 13 * hour, costMicros: 7 };

  today.end(request(first));
  await answer(groupWith("total", first));
  today.end(request({ startedAt: noon + 13 * hour, costMicros: 5 }));

  expect(today.view()).toMatchObject({ requests: 2, costMicros: 12 });
});

test("without a ledger the request that ends first after midnight counts too", async () => {
  const { today, answer, pass } = dayWith();
  await answer(null);
  pass(13 * hour);

  today.end(request({ startedAt: noon + 13 * hour }));
  await answer(null);

  expect(today.view()).toMatchObject({ requests: 1 });
});

test("without a ledger it is of the time since the start, and says so", async () => {
  const { today, answer } = dayWith();
  today.end(request());

  await answer(null);

  expect(today.view()).toMatchObject({ since: noon, requests: 1, costMicros: null });
});
