import type { DialectName } from "../core/dialect-name.ts";
import type { Provider, Upstream } from "../core/provider.ts";
import type { Glob } from "../lib/glob.ts";
import type { FallbackRule } from "./fallbacks.ts";
import type { FormatWord, Route } from "./route.ts";

/** What decisions are made from, besides the request. */
export type Table = {
  readonly upstreams: {
    readonly all: () => readonly Upstream[];
    /** Throws `upstream_unknown` with the nearest name. */
    readonly named: (name: string) => Upstream;
    /** `auto` or the name of the current upstream. */
    readonly current: () => string;
  };
  readonly providers: readonly Provider[];
  /** In the order in which they are asked. */
  readonly routes: readonly Route[];
  /** Where requests go instead; the first that fits counts. */
  readonly fallbacks: readonly FallbackRule[];
  /** What models are called, by the name of an upstream or `*`. */
  readonly maps: ReadonlyMap<string, readonly Mapping[]>;
  /** What settings say of a vendor, by its name. */
  readonly vendors: ReadonlyMap<string, VendorWishes>;
  /** Whether told input tokens are scaled where no rule says. */
  readonly scalesTokens: boolean;
  /** A model of this upstream's vendor in place of one that another vendor makes; null = the name stays. */
  readonly standIn: StandIn;
};

/** One line of a map. */
export type Mapping = { readonly glob: Glob; readonly model: string };

/** A model in another's place, and why. */
export type StandIn = (asked: string, upstream: Upstream) => { readonly model: string; readonly why: string } | null;

/** What settings say of one vendor. */
export type VendorWishes = {
  /** The format in which text goes there; null = the client's. */
  readonly textFormat: FormatWord | null;
  /** In place of other vendors' models; null = what `standIn` says. */
  readonly textModel: string | null;
  readonly imageModel: string | null;
  /** Whether its models think where the client does not say; null = as the vendor likes. */
  readonly thinking: boolean | null;
};

/** Settings have nothing to say. */
export const noWishes: VendorWishes = { textFormat: null, textModel: null, imageModel: null, thinking: null };

/** The vendor of an upstream. */
export const providerOf = ({ provider }: Upstream, { providers }: Pick<Table, "providers">): Provider => {
  const found = providers.find(({ name }) => name === provider);
  if (found === undefined) throw new Error("An upstream has no provider.");
  return found;
};

/** Every format that is spoken at an upstream. */
export const spokenAt = ({ endpoints }: Upstream): readonly DialectName[] =>
  endpoints.flatMap(({ dialects }) => dialects);

/** Whether there is anything to draw among the places of a configuration. */
export const drawsPlaces = ({ fallbacks, routes }: Pick<Table, "fallbacks" | "routes">): boolean =>
  [...fallbacks, ...routes.flatMap(({ to }) => to.fallback ?? [])].some(({ to }) =>
    to.some(({ weight }) => weight !== null),
  );
