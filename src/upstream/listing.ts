import type { DialectName } from "../core/dialect-name.ts";
import type { Address } from "../core/provider.ts";

/** How the models at an address are asked for. */
export type Listing = {
  /** Where clients of its format ask for them. */
  readonly path: string;
  /** The query of a page as large as the vendor allows. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What a vendor answers to a wrong key. */
  readonly rejects: readonly number[];
};

const openai: Listing = { path: "/v1/models", query: "", headers: {}, rejects: [401] };

/** By the vendors' documents. */
const listings: Readonly<Partial<Record<DialectName, Listing>>> = {
  anthropic: {
    path: "/v1/models",
    query: "?limit=1000",
    headers: { "anthropic-version": "2023-06-01" },
    rejects: [401],
  },
  "openai-chat": openai,
  "openai-responses": openai,
  gemini: { path: "/v1beta/models", query: "?pageSize=1000", headers: {}, rejects: [400, 401] }, // 400: an unknown key
};

/** The question for the list of models at an address, which costs nothing. */
export const listingOf = ({ dialects }: Pick<Address, "dialects">): Listing =>
  dialects.map((name) => listings[name]).find((one) => one !== undefined) ?? openai;
