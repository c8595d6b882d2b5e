import { cost, costUnknown, counted, money, roughly } from "../output/units.ts";
import type { Group } from "./groups.ts";

/** Less than this, in micro-dollars, nobody wants to limit. */
const worthABudget = 1_000_000;

/**
 * What the figures of a time say beyond a table, in sentences; `canBeTold`: estimates that a setting could save,
 * `hasNoBudget`: nothing limits what may be spent.
 */
export const storyOf = (total: Group, { canBeTold = false, hasNoBudget = false } = {}): readonly string[] => {
  const { estimatedCost, estimatedMicros, savedTokens, savedMicros, cacheBreaks, cacheBreakMicros } = total;
  return [
    total.unknownCost === 0 ? "" : `${costUnknown(total)}; why: proxy-cli prices check`,
    estimatedCost === 0
      ? ""
      : `~ is an estimate: ${money(estimatedMicros)} of it, of ${counted(estimatedCost, "request")} whose tokens or cache no vendor told`,
    estimatedCost === 0
      ? ""
      : "  input counts in full where its cached part is not known: that is the most it can cost",
    canBeTold
      ? "  chat streams without usage are among them; have it told: proxy-cli config set meter.inject_usage true"
      : "",
    savedTokens === 0
      ? ""
      : `saved: ${roughly(savedTokens)} tokens${savedMicros === null ? "" : ` = ${money(savedMicros)} net, an estimate`}`,
    savedMicros === null ? "" : tookAway(total, savedMicros),
    total.undeclaredBreaks === 0
      ? ""
      : `what had gone out was changed ${counted(total.undeclaredBreaks, "time")} without a batch: that must not be; please report it: proxy-cli bug-report`,
    cacheBreaks === 0
      ? ""
      : `the vendor's cache was lost ${counted(cacheBreaks, "time")}${cacheBreakMicros === null ? "" : `: ${money(cacheBreakMicros)} more`}`,
    hasNoBudget && (total.costMicros ?? 0) >= worthABudget
      ? "no budget limits what may be spent; how to set one: proxy-cli budget"
      : "",
  ].filter((line) => line !== "");
};

/** `  of $0.61: reads lost to batches $0.12, written anew $0.05, own calls $0.02`; empty where nothing was taken away. */
const tookAway = (
  { readsLostMicros, extraWritesMicros, ownCallsMicros, prefixBreaks }: Group,
  savedMicros: number,
): string => {
  const parts = [
    readsLostMicros === 0 ? "" : `reads lost to ${counted(prefixBreaks, "batch", "batches")} ${money(readsLostMicros)}`,
    extraWritesMicros === 0 ? "" : `written anew ${money(extraWritesMicros)}`,
    ownCallsMicros === 0 ? "" : `own calls ${money(ownCallsMicros)}`,
  ].filter((part) => part !== "");
  if (parts.length === 0) return "";
  const gross =
    readsLostMicros === null || extraWritesMicros === null
      ? "an unknown amount" // no price of what a batch changed is known
      : money(savedMicros + readsLostMicros + extraWritesMicros + ownCallsMicros);
  return `  of ${gross} gross, less: ${parts.join(", ")}`;
};

/** `against the 7 days before: requests +14%, cost $71.40 -> $80.64 (+13%), ok 98.4% -> 98.9%, p50 -8%`; empty without a past. */
export const trendOf = (now: Group, before: Group, words: string): string => {
  if (before.requests === 0) return "";
  const changes = [
    `requests ${change(now.requests, before.requests)}`,
    changeOfCost(now, before),
    `ok ${changeOfShare(now.ok / now.requests, before.ok / before.requests)}`,
    now.p50Ms === null || before.p50Ms === null ? "" : `p50 ${change(now.p50Ms, before.p50Ms)}`,
  ];
  return `against ${words}: ${changes.filter((part) => part !== "").join(", ")}`;
};

/** Costs that nobody knows on one side say nothing of a trend. */
const changeOfCost = (now: Group, before: Group): string => {
  if (now.costMicros === null || before.costMicros === null) return "";
  if (now.costMicros === before.costMicros) return "cost the same";
  const partly = now.unknownCost + before.unknownCost > 0 ? ", as far as it is known" : "";
  const grown = before.costMicros === 0 ? "" : ` (${change(now.costMicros, before.costMicros)}${partly})`;
  return `cost ${cost(before)} -> ${cost(now)}${grown}`;
};

const change = (now: number, before: number): string => {
  const percent = Math.round((100 * (now - before)) / before);
  if (percent === 0) return "the same";
  return percent > 999 ? `x${Math.round(now / before)}` : `${percent > 0 ? "+" : ""}${percent}%`;
};

const changeOfShare = (now: number, before: number): string => {
  const points = Math.round((now - before) * 1000) / 10;
  return points === 0 ? "the same" : `${points > 0 ? "+" : ""}${points} points`;
};
