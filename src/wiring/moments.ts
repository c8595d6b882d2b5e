import type { Exchange } from "../core/exchange.ts";
import type { ModelFacts, PriceCard, Rates } from "../core/price.ts";
import type { Provider, Upstream } from "../core/provider.ts";
import { modelThere } from "../core/routed.ts";
import type { Usage } from "../core/usage.ts";
import { cachesFrom, type Moment, usualMoment } from "../memory/policy/moment.ts";
import type { Before } from "../state/sessions/before.ts";

/** What a moment is told from. */
export type MomentSources = {
  /** Wall clock. */
  readonly now: number;
  readonly providers: readonly Provider[];
  /** What a model costs at an upstream; null = nobody knows. */
  readonly cardOf: (upstream: Upstream, model: string) => PriceCard | null;
  readonly modelFacts: (upstream: Upstream, model: string | null) => ModelFacts;
};

/** When and where an exchange goes out, as far as the vendor's cache of its conversation is concerned. */
export const momentOf = (exchange: Exchange, before: Before | null, sources: MomentSources): Moment => {
  const upstream = exchange.plan.targets[0]?.upstream;
  const model = modelThere(exchange);
  if (upstream === undefined || model === null) return usualMoment;
  const { now, providers, cardOf, modelFacts } = sources;
  const here = before?.sent.findLast((sent) => sent.upstream === upstream.name && sent.model === model) ?? null;
  const usage = here?.usage ?? null;
  const usedAt = here === null ? null : Math.max(here.at, before?.usedAt ?? 0); // an answer that broke off was read too
  return {
    idleMs: usedAt === null ? null : now - usedAt,
    cacheTtlMs: goneAfterMs(usage),
    isElsewhere: here === null && (before?.sent.length ?? 0) > 0,
    ...relative(cardOf(upstream, model)?.rates ?? null, usage),
    lookBackBlocks: usage !== null && usage.cacheWriteTokens === null ? null : usualMoment.lookBackBlocks,
    windowTokens: modelFacts(upstream, model).windowTokens,
    headTokens: before?.headTokens ?? 0,
    cachesFromTokens: cachesFrom(
      providers.find(({ name }) => name === upstream.provider),
      model,
    ),
    expectedTurns: before?.remainingTurns ?? usualMoment.expectedTurns,
    bindsThoughts: bindsThoughts(exchange, providers),
  };
};

/** Whether where an exchange goes a sealed thought is only taken back behind what it was thought after. */
export const bindsThoughts = (exchange: Exchange, providers: readonly Provider[]): boolean => {
  const upstream = exchange.plan.targets[0]?.upstream;
  const binds = providers.find(({ name }) => name === upstream?.provider)?.quirks.bindsThoughts;
  return (
    binds !== undefined && binds.dialect === exchange.dialect?.name && binds.models.test(modelThere(exchange) ?? "")
  );
};

/** After what time a vendor has surely forgotten a prompt: what it keeps by itself it may keep for an hour. */
export const goneAfterMs = (usage: Usage | null): number => {
  const isMarked = usage === null || usage.cacheWriteTokens !== null;
  if (!isMarked || (usage?.cacheWrite1hTokens ?? 0) > 0) return 3_600_000 + marginMs;
  return usualMoment.cacheTtlMs + marginMs;
};

/** It counts from when the prompt was read, which nobody sees. */
const marginMs = 60_000;

/** Prompts that are as long and leave no trace in the cache are not kept. */
const keptFrom = 8192;

const relative = (rates: Rates | null, usage: Usage | null): Pick<Moment, "readPrice" | "writePrice"> => {
  const { readPrice, writePrice } = usualMoment;
  const { cacheReadTokens, cacheWriteTokens, inputTokens } = usage ?? {};
  // Who does not mark its prompts pays all of them in full each time.
  if (cacheReadTokens === 0 && cacheWriteTokens === 0 && (inputTokens ?? 0) >= keptFrom)
    return { readPrice: 1, writePrice: 1 };
  if (rates === null || rates.input <= 0) return { readPrice, writePrice };
  const written = (usage?.cacheWrite1hTokens ?? 0) > 0 ? (rates.cacheWrite1h ?? rates.cacheWrite) : rates.cacheWrite;
  return {
    readPrice: (rates.cacheRead ?? rates.input) / rates.input,
    writePrice: Math.max(1, (written ?? rates.input) / rates.input),
  };
};
