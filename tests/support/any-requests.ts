import fc from "fast-check";
import type { RequestSummary } from "../../src/core/notice.ts";
import { firstIdAt } from "../../src/lib/id.ts";
import { summary } from "./summary.ts";

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const count = (most: number) => maybe(fc.nat(most));

const any = fc.record({
  model: maybe(fc.constantFrom("a", "b", "Ä")),
  modelUsed: maybe(fc.constantFrom("b", "c")),
  session: maybe(fc.constantFrom("s_1", "s_2", "s_3", "s_4", "s_5")),
  upstream: maybe(fc.constantFrom("cn", "international")),
  client: maybe(fc.constantFrom("claude-cli", "codex")),
  dialect: maybe(fc.constantFrom("anthropic", "gemini")),
  stream: fc.boolean(),
  status: maybe(fc.constantFrom(200, 302, 429, 500)),
  outcome: fc.constantFrom("--", "--", "I?", "SD", "sD", "PD", "cD", "CH", "PR"),
  bytesIn: fc.nat(9e9),
  bytesOut: fc.nat(9e9),
  durationMs: fc.double({ min: 0, max: 9e8, noNaN: true }),
  ttftMs: maybe(fc.double({ min: 0, max: 900, noNaN: true })),
  ...{ inputTokens: count(1e6), cacheReadTokens: count(1e6), cacheWriteTokens: count(1e6) },
  ...{ outputTokens: count(1e6), reasoningTokens: count(1e6) },
  costKind: fc.constantFrom("none", "reported", "estimated", "unknown"),
  costMicros: count(50_000_000),
  savedTokens: fc.integer({ min: -1000, max: 1000 }),
  savedMicros: maybe(fc.integer({ min: -1000, max: 1000 })),
  ...{
    readsLostMicros: count(500),
    extraWritesMicros: count(500),
    ownCallsMicros: fc.nat(500),
    memoryEdits: fc.nat(9),
  },
  prefixBreak: maybe(fc.constantFrom("batch", "undeclared")),
  cacheBreak: maybe(fc.constant("tools[7] was added")),
  cacheBreakMicros: count(1000),
  answerCache: maybe(fc.constantFrom("hit", "miss", "bypass")),
  avoidedInputTokens: count(1000),
  avoidedOutputTokens: count(1000),
  avoidedMicros: count(1000),
});

/** So many requests of all kinds, spread over a time; the same for the same seed. */
export const anyRequests = (
  many: number,
  { from, to, seed }: { readonly from: number; readonly to: number; readonly seed: number },
): readonly RequestSummary[] =>
  fc.sample(any, { seed, numRuns: many }).map((more, number) => {
    const startedAt = from + ((number * 79_199_933 + seed * 7_919) % (to - from));
    return summary({ ...more, id: `${firstIdAt(startedAt)}${seed}${number}`, startedAt } as Partial<RequestSummary>);
  });
