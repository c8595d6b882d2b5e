import type { BatchReason, Change, Forwarded, Savings } from "../../src/core/memory.ts";
import type { CacheTruth } from "../../src/core/session.ts";
import { noUsage, type Usage } from "../../src/core/usage.ts";
import type { JsonObject } from "../../src/lib/json.ts";
import { savingsOf, wouldHaveSaved } from "../../src/memory/savings/index.ts";
import { asForwarded, batchWords } from "../../src/meter/cache-truth/changed.ts";
import { cacheTruth, type Sent } from "../../src/meter/cache-truth/index.ts";
import { promptCache } from "../../src/simulator/billing/cache/index.ts";
import { costMicrosOf } from "../../src/simulator/billing/price-list.ts";
import { tokensIn, tokensInJson, visibleTokens } from "../../src/simulator/tokens.ts";
import { createBodyReader, readToEnd } from "../../src/state/sessions/read.ts";
import { exchangeWith, model, user } from "./sessions.ts";

/** What a tool gave in one turn: its size in tokens, how much of it is left when it first goes out, and after a batch. */
export type Result = { readonly tokens: number; readonly live: number; readonly aged: number };

/** One turn: what the tool gave, how long nobody said anything before it, and whether the turn is a batch. */
export type Step = { readonly result: Result; readonly idleMs: number; readonly batch: BatchReason | null };

/** What a conversation came to at a vendor, whole and shortened, and what we say that was saved. */
export type Told = {
  readonly wholeMicros: number;
  readonly paidMicros: number;
  readonly savings: readonly Savings[];
  readonly truths: readonly CacheTruth[];
  /** What we would have said without having left anything out. */
  readonly wouldHave: number;
};

const vendor = "claude-sonnet-4-6";
const words = (count: number, salt: string): string => `${salt} ${"lorem ".repeat(Math.max(0, count - 1))}`.trim();

/** Plays a conversation with a vendor that bills its cache, once as it is and once with less and less of it. */
export const played = (steps: readonly Step[], headTokens = 3000): Told => {
  const [whole, short] = [bookAt(headTokens), bookAt(headTokens)];
  let now = 1_800_000_000_000;
  let [removed, wouldHave]: [readonly number[], number] = [steps.map(() => 0), 0];
  const savings: Savings[] = [];
  const truths: CacheTruth[] = [];
  steps.forEach((step, turn) => {
    now += step.idleMs;
    const before = removed;
    removed = steps.map(({ result }, at) => removedOf(result, at, turn, step.batch !== null, before));
    const asked = historyOf(steps.slice(0, turn + 1).map(({ result }) => result.tokens));
    const forwarded = forwardedOf(steps.slice(0, turn + 1), before, removed, step.batch);
    const sent = historyOf(steps.slice(0, turn + 1).map(({ result }, at) => result.tokens - (removed[at] ?? 0)));
    const raw = whole.send(asked, asked, null, now);
    const less = short.send(asked, sent, forwarded, now);
    savings.push(savingsOf({ forwarded, usage: less.usage, cache: less.truth, costMicros }));
    truths.push(less.truth);
    wouldHave += wouldHaveSaved({ forwarded, usage: raw.usage, cache: raw.truth, costMicros }).micros ?? 0;
  });
  return { wholeMicros: whole.paid(), paidMicros: short.paid(), savings, truths, wouldHave };
};

const removedOf = (
  { tokens, live, aged }: Result,
  at: number,
  turn: number,
  isBatch: boolean,
  before: readonly number[],
): number => {
  if (at > turn) return 0;
  if (at === turn) return tokens - live;
  return isBatch ? tokens - Math.min(live, aged) : (before[at] ?? 0);
};

/** One mark at the end, as agents do it. */
const historyOf = (sizes: readonly number[]): readonly JsonObject[] =>
  sizes.flatMap((size, at) => {
    const name = String.fromCharCode(97 + at); // a number is what changes by itself
    const text = { type: "text", text: words(size, `result-${name}`) };
    const isLast = at === sizes.length - 1;
    const said = user([isLast ? { ...text, cache_control: { type: "ephemeral" } } : text]);
    return isLast ? [said] : [said, model([{ type: "text", text: words(20, `answer-${name}`) }])];
  });

const forwardedOf = (
  steps: readonly Step[],
  before: readonly number[],
  removed: readonly number[],
  batch: BatchReason | null,
): Forwarded => {
  const last = steps.length - 1;
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const isAnew = (at: number): boolean => at < last && batch !== null && removed[at] !== before[at];
  const changes = steps.flatMap(({ result: { tokens } }, at): readonly Change[] => {
    const left = tokens - (removed[at] ?? 0);
    if (left === tokens) return [];
    const path = ["messages", at * 2, "content", 0, "text"];
    return [
      {
        path,
        by: ["test"],
        source: "t",
        before: tokens,
        after: left,
        of: `of ${at}`,
        hash: `${left}`,
        text: "",
        isBatched: isAnew(at),
      },
    ];
  });
  const first = steps.findIndex((_, at) => isAnew(at));
  const sizes = steps.map(({ result }, at) => result.tokens - (removed[at] ?? 0) + (at < last ? 20 : 0));
  return {
    ...{ mode: "balanced", edits: changes.length, changes, batch: first < 0 ? null : batch },
    removedBefore: sum(removed.slice(0, last)),
    removedLive: removed[last] ?? 0,
    rewritten: first < 0 ? 0 : sum(sizes.slice(first, last)),
    frontier: sum(steps.slice(0, last).map(({ result }) => result.tokens + 20)),
    tokens: sum(steps.map(({ result }) => result.tokens)) + last * 20,
  };
};

/** A vendor with a cache, and what it has been paid. */
const bookAt = (headTokens: number) => {
  const cache = promptCache();
  const read = createBodyReader(tokensIn);
  const tools = [{ name: "Read", description: "Reads." }];
  const head = { model: vendor, system: [{ type: "text", text: words(headTokens, "You help.") }], tools };
  let before: readonly Sent[] = [];
  let paid = 0;
  return {
    paid: () => paid,
    send: (asked: readonly JsonObject[], sent: readonly JsonObject[], forwarded: Forwarded | null, now: number) => {
      const json = { ...head, messages: sent };
      const inputTokens =
        visibleTokens(sent) + visibleTokens(head.system) + tools.reduce((sum, tool) => sum + tokensInJson(tool), 0);
      const { bill, keep } = cache.look("anthropic", vendor, json, now);
      keep();
      const usage: Usage = {
        ...noUsage,
        ...{ inputTokens, outputTokens: 20, cacheReadTokens: bill.cachedTokens },
        ...{ cacheWriteTokens: bill.cacheWrittenTokens, cacheWrite1hTokens: bill.cacheWritten1hTokens },
      };
      paid += costMicros(usage) ?? 0;
      const reading = readToEnd(read(exchangeWith(asked, { body: head })));
      if (reading === null) throw new Error("There is nothing to read.");
      const prompt = asForwarded(reading.prompt, forwarded?.changes ?? []);
      const one: Sent = { upstream: "v", model: vendor, at: now, prompt, usage };
      const batch = forwarded === null ? null : batchWords(forwarded);
      const truth = cacheTruth({ now: one, before, batch, costMicros });
      before = [one];
      return { usage, truth };
    },
  };
};

const costMicros = ({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, cacheWrite1hTokens }: Usage) =>
  costMicrosOf(vendor, {
    inputTokens: inputTokens ?? 0,
    outputTokens: outputTokens ?? 0,
    thinkingTokens: 0,
    cachedTokens: cacheReadTokens ?? 0,
    cacheWrittenTokens: cacheWriteTokens ?? 0,
    cacheWritten1hTokens: cacheWrite1hTokens ?? 0,
  });
