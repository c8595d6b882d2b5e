import {
  costOf,
  costParts,
  entriesFor,
  hasReadsWithoutRate,
  type ModelEntry,
  type ModelFacts,
  type PriceCard,
} from "../../core/price.ts";
import { type Provider, priceLists } from "../../core/provider.ts";
import { once } from "../../lib/once.ts";
import type { Prices, Purchase } from "../purchase.ts";
import { loadTable, noTable, type Table, tableVersion } from "./table.ts";

/** What is known of a model in one price list. */
export type Priced = ModelFacts & {
  readonly list: string;
  readonly model: string;
  /** Null = nobody knows what it costs. */
  readonly card: PriceCard | null;
  /** Who says so: a file, or the table that comes with the program; null = nobody. */
  readonly from: "yours" | "built-in" | "table" | null;
  /** The name or pattern of the entry that decided. */
  readonly entry: string | null;
  readonly source: string | null;
  readonly date: string | null;
  readonly note: string | null;
};

/** Where prices are looked up. */
export type PriceBook = Prices & {
  readonly of: (list: string, model: string, at: number) => Priced;
  /** The same by where it is bought. */
  readonly bought: (asked: Omit<Purchase, "usage">) => Priced;
  /** What the table alone says; null = nothing. */
  readonly inTable: (list: string, model: string, at: number) => PriceCard | null;
  /** Every model that somebody has a word for, list by list; a pattern is none. */
  readonly known: () => readonly { readonly list: string; readonly model: string }[];
  /** The price list for a provider at this host; null = its usual one. */
  readonly listOf: (provider: string, host?: string | null) => string;
  /** Loads what has not been loaded yet, so that no request has to wait for it. */
  readonly warm: () => void;
  /** Takes other entries of the person's own from now on. */
  readonly use: (own: readonly ModelEntry[]) => void;
};

type Sources = {
  readonly providers: readonly Pick<Provider, "name" | "priceLists" | "hosts">[];
  /** Reads the entries that ship; called when the first price is asked for. */
  readonly builtIn: () => readonly ModelEntry[];
  readonly own?: readonly ModelEntry[];
  readonly table?: () => Table;
  /** Hears which of them cannot be read: then its prices are unknown. Without it that is thrown. */
  readonly onTrouble?: (source: "models.yaml" | "the table") => void;
};

/** How the table calls what we call otherwise. */
const namesInTable: Readonly<Record<string, string>> = { "zai-cn": "zhipuai" };

const inTableCalled = (list: string): string => namesInTable[list] ?? list;

/** Answers are kept by day, as prices change at midnight; there is no end of models that somebody could ask for. */
const mostKept = 500;

const keptPrices = () => {
  const known = new Map<string, Priced>();
  return {
    clear: () => known.clear(),
    or: (key: string, make: () => Priced): Priced => {
      const before = known.get(key);
      if (before !== undefined) return before;
      if (known.size >= mostKept) known.clear();
      const priced = make();
      known.set(key, priced);
      return priced;
    },
  };
};

/** Prices by what the person has written down, then by what ships, then by the table. */
export const createPrices = ({ providers, builtIn, own = [], table = loadTable, onTrouble }: Sources): PriceBook => {
  const shipped = once(orElse(builtIn, [], onTrouble && (() => onTrouble("models.yaml"))));
  const loaded = once(orElse(table, noTable, onTrouble && (() => onTrouble("the table"))));
  const { listOf, isAtHome } = placesOf(providers);
  const kept = keptPrices();
  let mine = own;
  const of = (list: string, asked: string, at: number): Priced => {
    const model = asked.replace(/^models\//, "");
    return kept.or(`${list} ${Math.floor(at / dayMs)} ${model}`, () => {
      const entries = [...tagged("yours", mine, list, model), ...tagged("built-in", shipped(), list, model)];
      return pricedBy(entries, loaded(), { list, model, at });
    });
  };
  /** What somebody else asks who speaks the vendor's format is in no table: only the person can tell. */
  const elsewhere = (list: string, asked: string, at: number): Priced => {
    const model = asked.replace(/^models\//, "");
    return kept.or(`elsewhere ${list} ${model}`, () =>
      pricedBy(tagged("yours", mine, list, model), noTable, { list, model, at }),
    );
  };
  const pricedFor = ({
    provider,
    model,
    at,
    host = null,
    isOwnUpstream = false,
    pricesOf = null,
  }: Omit<Purchase, "usage">): Priced => {
    if (pricesOf !== null) return of(pricesOf, model, at);
    const list = listOf(provider, host);
    return isOwnUpstream && !isAtHome(provider, host) ? elsewhere(list, model, at) : of(list, model, at);
  };
  return {
    of,
    bought: pricedFor,
    listOf,
    inTable: (list, model, at) => loaded().find(inTableCalled(list), model, at)?.card ?? null,
    known: () => priceLists(providers).flatMap((list) => knownIn(list, [...mine, ...shipped()], loaded())),
    ...billing(pricedFor),
    facts: (asked) => {
      const there = pricedFor(asked);
      return there.list === asked.provider ? there : knownOf(there, pricedFor({ ...asked, host: null }));
    },
    warm: () => void [shipped(), loaded()],
    use: (next) => {
      mine = next;
      kept.clear();
    },
  };
};

/** What is asked of prices when a bill is made. */
const billing = (pricedFor: (purchase: Omit<Purchase, "usage">) => Priced): Omit<Prices, "facts"> => ({
  costMicros: (purchase) => {
    const { usage, serviceTier = null } = purchase;
    const { card } = pricedFor(purchase);
    return card === null ? null : costOf(card, usage, serviceTier);
  },
  parts: (purchase) => {
    const { usage, serviceTier = null } = purchase;
    const { card } = pricedFor(purchase);
    return card === null ? null : costParts(card, usage, serviceTier);
  },
  guessesReads: (purchase) => {
    const { card, from } = pricedFor(purchase);
    return from !== "yours" && card !== null && hasReadsWithoutRate(card, purchase.usage); // yours says: as input
  },
});

/** A place has prices of its own, but the models are its vendor's. */
const knownOf = (there: ModelFacts, usual: ModelFacts): ModelFacts => ({
  windowTokens: there.windowTokens ?? usual.windowTokens,
  maxOutputTokens: there.maxOutputTokens ?? usual.maxOutputTokens,
  takesImages: there.takesImages ?? usual.takesImages,
});

/** What can be loaded, or else nothing, where somebody hears of the trouble. */
const orElse =
  <T>(load: () => T, nothing: T, onTrouble: (() => void) | undefined): (() => T) =>
  () => {
    try {
      return load();
    } catch (thrown) {
      if (onTrouble === undefined) throw thrown;
      onTrouble();
      return nothing;
    }
  };

/** Which list a provider's prices at a host are in, and whether the vendor itself is there. */
const placesOf = (providers: Sources["providers"]) => {
  const named = (name: string) => providers.find((provider) => provider.name === name);
  const listOf: PriceBook["listOf"] = (name, host = null) => {
    const places = named(name)?.priceLists ?? [];
    return (host === null ? undefined : places.find(({ hosts }) => hosts.test(host))?.name) ?? name;
  };
  const isAtHome = (name: string, host: string | null): boolean => {
    const hosts = named(name)?.hosts ?? null;
    return hosts === null || host === null || hosts.test(host);
  };
  return { listOf, isAtHome };
};

/** Every model of a list that somebody has a word for. */
const knownIn = (list: string, entries: readonly ModelEntry[], table: Table) => {
  const named = entries.filter((entry) => entry.list === list && !entry.pattern.includes("*"));
  const models = [...named.map(({ pattern }) => pattern), ...table.models(inTableCalled(list))];
  const first = new Map(models.toReversed().map((model) => [model.toLowerCase(), model])); // our own spelling wins
  return [...first.values()].sort().map((model) => ({ list, model }));
};

const dayMs = 86_400_000;

type Tagged = { readonly from: "yours" | "built-in"; readonly entry: ModelEntry };

const tagged = (from: Tagged["from"], entries: readonly ModelEntry[], list: string, model: string): readonly Tagged[] =>
  entriesFor(entries, list, model).map((entry) => ({ from, entry }));

type Asked = { readonly list: string; readonly model: string; readonly at: number };

const pricedBy = (entries: readonly Tagged[], table: Table, { list, model, at }: Asked): Priced => {
  const listed = table.find(inTableCalled(list), model, at);
  const deciding = entries.find(({ entry }) => entry.price !== null);
  const said = <T>(field: (entry: ModelEntry) => T | null): T | null =>
    entries.map(({ entry }) => field(entry)).find((value) => value !== null) ?? null;
  const serviceTiers = said((entry) => entry.serviceTiers) ?? {};
  const searches = said((entry) => entry.thousandSearches);
  const completed = (card: PriceCard): PriceCard => ({
    ...card,
    thousandSearches: card.thousandSearches ?? searches,
    serviceTiers,
  });
  const facts = {
    list,
    model,
    windowTokens: said(({ windowTokens }) => windowTokens) ?? listed?.windowTokens ?? null,
    maxOutputTokens: said(({ maxOutputTokens }) => maxOutputTokens),
    takesImages: said(({ takesImages }) => takesImages),
  };
  if (deciding !== undefined) {
    const { from, entry } = deciding;
    const card = entry.price === "unknown" || entry.price === null ? null : completed(entry.price);
    const { pattern, source, date, note } = entry;
    return { ...facts, card, from, entry: pattern, source, date, note };
  }
  if (listed === null) return { ...facts, card: null, from: null, entry: null, source: null, date: null, note: null };
  const { name, version, date } = tableVersion;
  const card = listed.card === null ? null : completed(listed.card);
  const note = card === null ? "its price is not by tokens that the vendor reports" : said((entry) => entry.note);
  return { ...facts, card, from: "table", entry: listed.model, source: `${name} ${version}`, date, note };
};
