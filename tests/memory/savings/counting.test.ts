import { afterAll, expect, test } from "bun:test";
import type { Change, Forwarded } from "../../../src/core/memory.ts";
import type { CacheTruth } from "../../../src/core/session.ts";
import { noUsage, type Usage } from "../../../src/core/usage.ts";
import { type Counted, Counting, type VendorCounter } from "../../../src/memory/savings/counting.ts";
import { savingsOf } from "../../../src/memory/savings/index.ts";
import type { Transcript } from "../../../src/memory/transcript/transcript.ts";
import { createTokens } from "../../../src/meter/tokens/index.ts";
import { measure } from "../../../src/meter/tokens/measure.ts";
import { givenUpTo } from "../../support/agent-day.ts";
import { exchangeOf } from "../../support/exchange.ts";
import { conversation } from "../../support/shrunk.ts";
import { until } from "../../support/wait.ts";

const tokens = createTokens();
afterAll(tokens.stop);

const before = givenUpTo(8).map(({ text }) => text);
const after = conversation(
  givenUpTo(8).map(({ text, command }) => ({ text, call: { name: "Bash", label: command } })),
  "balanced",
);

const json = before.map((content) => ({ role: "user", content: [{ type: "tool_result", tool_use_id: "t", content }] }));
const transcript: Transcript = {
  dialect: "anthropic",
  entries: before.map((_, at) => ({
    ...{ hash: `${at}`, author: "client", isBound: false, tokens: 0, pieces: [], calls: [] },
  })),
  pathOf: (entry) => ["messages", entry],
  jsonOf: (entry) => json[entry],
};
const changes = before.flatMap((text, at): readonly Change[] => {
  const out = after[at] ?? "";
  if (out === text) return [];
  return [
    {
      ...{ path: ["messages", at, "content", 0, "content"], by: ["test"], source: "Bash", isBatched: false },
      ...{ of: `of ${at}`, text: out, hash: `to ${at}`, before: measure(text), after: measure(out) },
    },
  ];
});
const removed = changes.reduce((sum, change) => sum + change.before - change.after, 0);
const forwarded: Forwarded = {
  ...{ mode: "balanced", edits: changes.length, removedBefore: 0, removedLive: removed, batch: null, rewritten: 0 },
  ...{ frontier: 0, tokens: before.reduce((sum, text) => sum + measure(text), 0), changes },
};

const begun = (counter: Partial<VendorCounter>) => {
  const exchange = exchangeOf("/v1/messages");
  const counting = new Counting(
    () => ({ name: "test", count: async () => null, isVendors: false, ...counter }),
    measure,
  );
  counting.begin(exchange, transcript, forwarded);
  return { counted: (): Counted => counting.of(exchange) as Counted, counting, exchange };
};

const o200k = async (texts: readonly string[]): Promise<readonly number[]> =>
  (await tokens.count(texts, "o200k_base")).tokens;

const perToken = ({ inputTokens }: Usage): number => inputTokens ?? 0;

/** What is claimed of what went out, where the vendor has reported so many tokens for it. */
const claimed = (counted: Counted, inputTokens: number): number => {
  const cache: CacheTruth = {
    ...{ repeatedShare: null, readShare: null, broke: null, readableTokens: null, markedHead: 0 },
    ...{ tokens: after.reduce((sum, text) => sum + measure(text), 0), isCold: false, isOurs: false },
  };
  const usage = { ...noUsage, inputTokens };
  return savingsOf({ forwarded, usage, cache, costMicros: perToken, counted }).netMicros ?? 0;
};

// By tokens, and by tokens and letters: what was fitted to the reports of vendors.
test.each([
  ["gpt-5", 0.998, 0],
  ["claude-4.5", 0.999, 0.0401],
  ["claude-5", 1.241, 0.0482],
])(
  "V10: what was left out is worth what %s would have counted for it: not 2 %% more, not 10 %% less",
  async (_, perToken, perLetter) => {
    const { counted } = begun({ count: o200k });
    await until("all is counted", () => counted().isWhole);
    const asVendor = async (texts: readonly string[]): Promise<number> => {
      const counts = await o200k(texts);
      return texts.reduce((sum, text, at) => sum + (counts[at] ?? 0) * perToken + text.length * perLetter, 0);
    };
    const [whole, sent] = [await asVendor(before), await asVendor(after)];
    const share = claimed(counted(), sent) / (whole - sent);
    expect(share).toBeGreaterThanOrEqual(0.9);
    expect(share).toBeLessThanOrEqual(1.02);
  },
  20_000,
);

test("what was not counted in time stands in with less than its quick estimate", () => {
  const { counted } = begun({});
  expect(counted()).toMatchObject({ isWhole: false, correction: 0, removedBefore: 0 });
  expect(counted().removedLive).toBeCloseTo(removed * 0.9, 5);
});

test("each text is counted once, and a counter that dies leaves an estimate", async () => {
  const orders: number[] = [];
  const count = async (texts: readonly string[]): Promise<readonly number[]> => {
    orders.push(texts.length);
    return texts.map((text) => text.length);
  };
  const { counted, counting, exchange } = begun({ count, isVendors: true });
  await until("all is counted", () => counted().isWhole);
  counting.begin(exchange, transcript, forwarded);
  expect(orders).toEqual([changes.length * 2]);
  const letters = changes.reduce(
    (sum, { path, text }) => sum + (before[Number(path[1])] ?? "").length - text.length,
    0,
  );
  expect(counted()).toMatchObject({ removedLive: letters, isVendors: true });
  const { counted: broken } = begun({ count: () => Promise.reject(new Error("It has died.")) });
  expect(broken().isWhole).toBe(false);
});
