import { redacted } from "../lib/redact.ts";
import { unescaped } from "../lib/unescaped.ts";
import type { Address } from "./provider.ts";

/** A client's path at an endpoint: below its own path, without a version segment that it has no place for. */
export const placeAt = (endpoint: Address, path: string, query: string): string => {
  const { origin } = endpoint;
  if (endpoint.path !== "" && path.startsWith(`${endpoint.path}/`)) return origin + path + query; // full path given
  const hasPrefix = endpoint.dropPrefix !== "" && path.startsWith(`${endpoint.dropPrefix}/`);
  return origin + endpoint.path + (hasPrefix ? path.slice(endpoint.dropPrefix.length) : path) + query;
};

/** A query without its `key`s, however their name is written, and those keys: in a URL they would end up in other people's logs. */
export const withoutKeys = (query: string): { readonly query: string; readonly keys: readonly string[] } => {
  if (!/key|%/i.test(query)) return { query, keys: [] };
  const parts = query.slice(1).split("&");
  const keys = parts.filter(isKey).map((part) => unescaped(part.slice(part.indexOf("=") + 1)));
  if (keys.length === 0) return { query, keys };
  const rest = parts.filter((part) => !isKey(part)).join("&");
  return { query: rest === "" ? "" : `?${rest}`, keys };
};

const isKey = (part: string): boolean => part.includes("=") && unescaped(part.slice(0, part.indexOf("="))) === "key";

/** Parameters whose values tell no secret, however long. */
const harmless: readonly string[] = [
  "alt",
  "beta",
  "api-version",
  "after",
  "before",
  "after_id",
  "before_id",
  "purpose",
];

const hidden = "...";

/** A path as it may be written down: somebody puts a key in the place of a model sooner or later. */
export const toldPath = (path: string): string => redacted(path);

/** A query as it may be written down: of a parameter that may hold a key, only its name. */
export const toldQuery = (query: string): string => {
  const { query: rest } = withoutKeys(query);
  if (rest === "") return rest;
  return `?${rest.slice(1).split("&").map(toldPart).join("&")}`;
};

/** Whether something was hidden in a query that was written down. */
export const isHidden = (told: string | null): boolean =>
  told?.split(/[?&]/).some((part) => hiddenPart.test(part)) ?? false;

const hiddenPart = /(?:^|=)\.\.\.$/;

/** No key is shorter than what may be seen, but a password can be. */
const toldPart = (part: string): string => {
  const at = part.indexOf("=");
  if (at < 0) return part.length > longestSeen ? hidden : part;
  const name = unescaped(part.slice(0, at));
  const isSecret = /key|token|secret|pass|auth|sig|cred/i.test(name) || part.length - at - 1 > longestSeen;
  return isSecret && !harmless.includes(name) ? `${part.slice(0, at)}=${hidden}` : part;
};

const longestSeen = 15;
