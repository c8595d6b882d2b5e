import { unescaped } from "../lib/unescaped.ts";
import type { Address } from "./provider.ts";

/** A client's path at an endpoint: below its own path, without a version segment that it has no place for. */
export const placeAt = (endpoint: Address, path: string, query: string): string => {
  const { origin } = endpoint;
  if (endpoint.path !== "" && path.startsWith(`${endpoint.path}/`)) return origin + path + query; // full path given
  const hasPrefix = endpoint.dropPrefix !== "" && path.startsWith(`${endpoint.dropPrefix}/`);
  return origin + endpoint.path + (hasPrefix ? path.slice(endpoint.dropPrefix.length) : path) + query;
};

/** A query without its `key`, and that key: in a URL it would end up in other people's logs. */
export const withoutKey = (query: string): { readonly query: string; readonly key: string | null } => {
  const parts = query.slice(1).split("&");
  const key = parts.find((part) => part.startsWith("key="));
  if (key === undefined) return { query, key: null };
  const rest = parts.filter((part) => !part.startsWith("key=")).join("&");
  return { query: rest === "" ? "" : `?${rest}`, key: unescaped(key.slice("key=".length)) };
};
