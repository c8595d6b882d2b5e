import type { JsonObject } from "../lib/json.ts";
import type { DialectName } from "./dialect-name.ts";
import type { Exchange } from "./exchange.ts";
import type { Upstream } from "./provider.ts";

/** The three shapes in which lists of models come: both of OpenAI's formats share one. */
export type ListShape = "anthropic" | "openai" | "gemini";

/** A model as a list tells of it; null = the list does not say. */
export type ListedModel = {
  readonly id: string;
  readonly label: string | null;
  /** Wall clock in milliseconds. */
  readonly createdAt: number | null;
  /** Whose it is, in the list's own words. */
  readonly owner: string | null;
  readonly windowTokens: number | null;
  readonly maxOutputTokens: number | null;
  /** What it can be asked for, in Google's words. */
  readonly methods: readonly string[] | null;
  /** The entry itself, so that a client of the same format gets all that is in it. */
  readonly entry: { readonly shape: ListShape; readonly json: JsonObject } | null;
};

const shapes: Readonly<Record<DialectName, ListShape>> = {
  anthropic: "anthropic",
  "openai-chat": "openai",
  "openai-responses": "openai",
  unified: "openai",
  gemini: "gemini",
};

/** The shape in which clients of a format read a list. */
export const shapeFor = (dialect: DialectName): ListShape => shapes[dialect];

/** What an upstream lists, or why nobody knows: a few words that may be shown. */
export type VendorList =
  | { readonly models: readonly ListedModel[]; readonly trouble: null }
  | { readonly models: null; readonly trouble: string };

/** Asks upstreams which models they have. None of it ever rejects. */
export type ModelLists = {
  /** By the key that we hold for it, or by none; kept for five minutes. */
  readonly of: (upstream: Upstream) => Promise<VendorList>;
  /** By the key that a client has sent: asked each time, as what is listed depends on it. */
  readonly forClient: (
    exchange: Pick<Exchange, "request" | "query" | "errorDialect">,
    upstream: Upstream,
  ) => Promise<VendorList>;
};
