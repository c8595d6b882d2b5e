import { createRequire } from "node:module";
import type { PriceCard, Rates } from "../../core/price.ts";

/** What the table that comes with the program says of a model. */
export type TableEntry = {
  /** The table's own name of the model. */
  readonly model: string;
  /** Null where it has a price that is not in tokens, or that depends on what we are not told. */
  readonly card: PriceCard | null;
  readonly windowTokens: number | null;
};

/** The version of the table and the day it was made. */
export const tableVersion = { name: "genai-prices", version: "0.1.8", date: "2026-09-23" } as const;

/**
 * A table of prices: by its own name of the vendor, at that time. Its data is bundled and nothing here ever has it
 * fetch any. Loading it takes tens of milliseconds, which is why it is not imported at the start.
 */
export type Table = {
  readonly find: (vendor: string, model: string, at: number) => TableEntry | null;
  /** The vendor's models by the table's own names. */
  readonly models: (vendor: string) => readonly string[];
};

/** One that knows no model. */
export const noTable: Table = { find: () => null, models: () => [] };

type Library = typeof import("@pydantic/genai-prices");

/** Loads the table, at once. */
export const loadTable = (): Table => {
  const { calcPrice, findProvider } = createRequire(import.meta.url)("@pydantic/genai-prices") as Library; // its own types
  return {
    models: (vendor) => findProvider({ providerId: vendor })?.models.map(({ id }) => id) ?? [],
    find: (vendor, model, at) => {
      const found = calcPrice({}, model, { providerId: vendor, timestamp: new Date(at) });
      if (found === null) return null;
      const { id, context_window: windowTokens = null } = found.model;
      return { model: id, card: cardOf(found.model_price), windowTokens };
    },
  };
};

type Listed = Readonly<Record<string, number | { readonly base: number; readonly tiers: readonly Tier[] } | undefined>>;
type Tier = { readonly start: number; readonly price: number };

/** A card out of the table's prices. */
export const cardOf = (listed: Listed): PriceCard | null => {
  const names = Object.keys(listed).filter((name) => listed[name] !== undefined);
  if (names.some((name) => !known.has(name))) return null; // images, video, pages, hours: usage does not tell them apart
  if (names.length > 0 && listed["input_mtok"] === undefined) return null;
  const starts = new Set(names.flatMap((name) => tiersOf(listed[name]).map(({ start }) => start)));
  const searches = listed["web_searches_kcount"];
  return {
    rates: ratesAt(listed, 0),
    above: [...starts].sort((a, b) => a - b).map((tokens) => ({ tokens, rates: ratesAt(listed, tokens + 1) })),
    thousandSearches: typeof searches === "number" ? searches : null,
    serviceTiers: {},
  };
};

const known: ReadonlySet<string> = new Set([
  ...["input_mtok", "cache_read_mtok", "cache_write_mtok", "cache_write_1h_mtok", "output_mtok"],
  ...["input_audio_mtok", "output_audio_mtok", "web_searches_kcount"],
  "cache_audio_read_mtok", // sound out of a cache is not told apart either, and costs what text out of it does
  "storage_searches_kcount", // searches of the vendor's own files are billed apart and reported nowhere
]);

const tiersOf = (price: Listed[string]): readonly Tier[] => (typeof price === "object" ? price.tiers : []);

const ratesAt = (listed: Listed, inputTokens: number): Rates => {
  const rate = (name: string): number | null => {
    const price = listed[name];
    if (price === undefined || typeof price === "number") return price ?? null;
    return price.tiers.findLast(({ start }) => inputTokens > start)?.price ?? price.base;
  };
  return {
    input: rate("input_mtok") ?? 0,
    cacheRead: rate("cache_read_mtok"),
    cacheWrite: rate("cache_write_mtok"),
    cacheWrite1h: rate("cache_write_1h_mtok"),
    inputAudio: rate("input_audio_mtok"),
    output: rate("output_mtok") ?? 0,
    outputAudio: rate("output_audio_mtok"),
  };
};
