import type { Series, SeriesBin, SeriesQuestion } from "../../../src/control/contract.ts";
import { chance } from "./chance.ts";
import { sceneNow } from "./status.ts";

type Name = "empty" | "calm" | "busy" | "trouble";

/** A time line with hills and valleys; the daemon began to look on some time after its left edge. */
export const seriesWith = ({ windowMs, bins: count }: SeriesQuestion, name: Name): Series => {
  const binMs = Math.max(1000, Math.ceil(windowMs / count / 1000) * 1000);
  const from = (Math.floor(sceneNow / binMs) + 1 - count) * binMs;
  const next = chance(7);
  const bins = Array.from({ length: count }, (_, at) => binAt(at, count, { at: from + at * binMs, binMs, name, next }));
  return { at: sceneNow, binMs, bins };
};

const load: Readonly<Record<Name, number>> = { empty: 0, calm: 4.2, busy: 240, trouble: 9 };

type Where = { readonly at: number; readonly binMs: number; readonly name: Name; readonly next: () => number };

const binAt = (index: number, count: number, { at, binMs, name, next }: Where): SeriesBin => {
  const hill = Math.max(0, Math.sin((index / count) * 19) + Math.sin((index / count) * 7) + 2 * next() - 0.3);
  const requests = Math.round((load[name] * hill * binMs) / 2000);
  const [isBad, isLimited] = [name === "trouble" && next() > 0.8, next() > 0.93];
  const limited = requests > 1 && isLimited ? 1 : 0;
  const failed = requests > 1 && isBad ? 1 : 0;
  const isUnknown = name !== "calm" && next() > 0.9;
  return {
    at,
    known: index >= count / 10,
    requests,
    ok: requests - limited - failed,
    limited,
    cut: 0,
    aborted: 0,
    failed,
    refused: 0,
    inputTokens: requests === 0 ? 0 : requests * 8100,
    cacheReadTokens: requests === 0 ? 0 : Math.round(requests * 8100 * (0.6 + 0.3 * next())),
    cacheableTokens: requests * 8100,
    outputTokens: requests === 0 ? 0 : Math.round(requests * (120 + 200 * next())),
    costMicros: requests === 0 ? 0 : isUnknown ? null : requests * 900,
    unknownCost: isUnknown ? requests : 0,
    ...(requests === 0 ? noTimes : timesWith(next)),
    maxInFlight: Math.ceil(requests / 2),
  };
};

const noTimes = { p50Ms: null, p95Ms: null, ttftP50Ms: null, ttftP95Ms: null };

const timesWith = (next: () => number) => {
  const p50Ms = Math.round(1200 + 900 * next());
  return { p50Ms, p95Ms: Math.round(p50Ms * (2 + 3 * next())), ttftP50Ms: 380, ttftP95Ms: 1100 };
};
