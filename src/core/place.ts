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
