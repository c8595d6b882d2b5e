import { expect, test } from "bun:test";
import { noUsage, type Usage } from "../../../src/core/usage.ts";
import type { Purchase } from "../../../src/meter/purchase.ts";
import { coldCache } from "../../../src/state/sessions/cold-cache.ts";
import { upstreamOf } from "../../support/exchange.ts";

const now = 1_800_000_000_000;
const [old, next] = [upstreamOf("anthropic"), upstreamOf("openai")];

/** Reading costs 1 for ten tokens, writing 12, fresh input 10; `dear` twice of that. */
const prices = {
  costMicros: ({ provider, model, usage }: Purchase): number | null => {
    if (model === "unknown" || (model === "mine" && provider === "openai")) return null;
    const { inputTokens: input = 0, cacheReadTokens: read = 0, cacheWriteTokens: written = 0 } = usage;
    const fresh = (input ?? 0) - (read ?? 0) - (written ?? 0);
    return ((fresh * 10 + (read ?? 0) + (written ?? 0) * 12) / 10) * (provider === "openai" ? 2 : 1);
  },
};

const session = (usage: Partial<Usage> | null, ago = 60_000, more: object = {}) => ({
  last: { upstream: "anthropic", model: "m", usage: usage === null ? null : { ...noUsage, ...usage }, ...more },
  lastAt: now - ago,
});

const lossOf = (...sessions: readonly ReturnType<typeof session>[]) =>
  coldCache(sessions, {
    leaving: [old],
    to: next,
    modelThere: (model) => (model === "mine" ? "theirs" : model),
    prices,
    now,
  });

test("what was read or written last is read by nobody elsewhere: it is paid as fresh input instead of as read", () => {
  const told = { inputTokens: 10_000, cacheReadTokens: 9000, cacheWriteTokens: null };

  // Vendors that do not tell of writing have all of the prompt in their cache.
  expect(lossOf(session(told))).toEqual({ sessions: 1, tokens: 10_000, costMicros: 20_000 - 1000 });
});

test("or as written into the cache, where its format has a price for that", () => {
  const told = { inputTokens: 10_000, cacheReadTokens: 8000, cacheWriteTokens: 1000 };

  expect(lossOf(session(told))).toEqual({ sessions: 1, tokens: 9000, costMicros: 9000 * 2.4 - 900 });
});

test("a conversation whose cache is gone by now, that had none, or that is elsewhere already loses nothing", () => {
  const told = { inputTokens: 10_000, cacheReadTokens: 9000, cacheWriteTokens: 0 };

  expect(
    lossOf(
      session(told, 301_000),
      session(null),
      session({ inputTokens: 500, cacheReadTokens: 0, cacheWriteTokens: 0 }),
      session(told, 0, { upstream: "openai" }),
    ),
  ).toEqual({ sessions: 0, tokens: 0, costMicros: 0 });
});

test("the next turn is paid at the price of the model that stands in for it there", () => {
  const told = { inputTokens: 10_000, cacheReadTokens: 9000, cacheWriteTokens: null };

  expect(lossOf(session(told, 0, { model: "mine" })).costMicros).toBe(20_000 - 1000);
});

test("what was written for an hour is still there after half of it", () => {
  const told = { inputTokens: 10_000, cacheReadTokens: 0, cacheWriteTokens: 9000, cacheWrite1hTokens: 9000 };

  expect(lossOf(session(told, 1_800_000)).sessions).toBe(1);
});

test("of several the sum is told, and no money where the price of one is not known", () => {
  const told = { inputTokens: 2000, cacheReadTokens: 2000, cacheWriteTokens: 0 };

  const loss = lossOf(session(told), session(told, 0, { model: "unknown" }), session(told));

  expect(loss).toEqual({ sessions: 3, tokens: 6000, costMicros: null });
});
