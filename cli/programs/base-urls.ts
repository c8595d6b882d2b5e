import type { UpstreamView } from "../../src/control/contract.ts";

/** How programs of one vendor's format are pointed at the proxy. */
export type Family = {
  /** The provider whose own upstream these programs are made for. */
  readonly home: string;
  readonly urlVariable: string;
  /** What stands behind the proxy's address in the base URL. */
  readonly path: string;
  /** Where such programs look for a key. */
  readonly keyVariable: string;
};

/** Every family, by the conventions of the vendors' own SDKs. Mistral's SDK takes its server from no variable. */
export const families: readonly Family[] = [
  { home: "anthropic", urlVariable: "ANTHROPIC_BASE_URL", path: "", keyVariable: "ANTHROPIC_API_KEY" },
  { home: "openai", urlVariable: "OPENAI_BASE_URL", path: "/v1", keyVariable: "OPENAI_API_KEY" },
  { home: "google", urlVariable: "GOOGLE_GEMINI_BASE_URL", path: "", keyVariable: "GEMINI_API_KEY" },
];

/** Variables by their name. */
export type Variables = Readonly<Record<string, string>>;

/** The base URL of each family at this address. */
export const baseUrls = (url: string, chosen: readonly Family[] = families): Variables =>
  Object.fromEntries(chosen.map(({ urlVariable, path }) => [urlVariable, url + path]));

/** An address with the token in it, for programs that can be given nothing but a base URL. */
export const withToken = (url: string, token: string | null): string => (token === null ? url : `${url}/t/${token}`);

/** Where a family's requests go while this upstream is current; null where nothing says. */
export const targetOf = (family: Family, current: string, upstreams: readonly UpstreamView[]): UpstreamView | null =>
  upstreams.find(({ name, provider }) => (current === "auto" ? provider === family.home : name === current)) ?? null;

/** A company's HTTP proxy must not get to see what is meant for this machine. */
export const withoutProxyFor = (env: Readonly<Record<string, string | undefined>>): Variables => {
  const hasProxy = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].some((name) => env[name] ?? env[name.toLowerCase()]);
  return hasProxy ? exceptHere(env) : {};
};

/** The same for a program that may find such a proxy in a project's .env. */
export const exceptHere = (env: Readonly<Record<string, string | undefined>>): Variables => {
  const known = (env["NO_PROXY"] ?? env["no_proxy"] ?? "").split(",").filter((name) => name !== "");
  const all = [...new Set([...known, "127.0.0.1", "localhost"])].join(",");
  return { NO_PROXY: all, no_proxy: all };
};

/** Whether two base URLs mean the same place; `localhost` is this machine by another name. */
export const isSamePlace = (one: string, other: string): boolean => normal(one) === normal(other);

const normal = (url: string): string => url.replace("//localhost:", "//127.0.0.1:").replace(/\/+$/, "");
