import type { Vendor } from "./format.ts";
import { Refusal } from "./refusal.ts";

/** Refuses a request without a key, or with one that says of itself that it is invalid; any other key will do. */
export const checkKey = (vendor: Vendor, headers: Headers, query: URLSearchParams): void => {
  const key = presented(vendor, headers, query);
  if (key === "") throw new Refusal(401, `No API key was sent; ${places[vendor]}.`, { code: "invalid_api_key" });
  if (key.includes("invalid")) throw new Refusal(401, "This API key is invalid.", { code: "invalid_api_key" });
};

const places: { readonly [vendor in Vendor]: string } = {
  anthropic: "it belongs into the header x-api-key",
  openai: "it belongs into the header Authorization as a bearer token",
  google: "it belongs into the header x-goog-api-key",
  mistral: "it belongs into the header Authorization as a bearer token",
};

const presented = (vendor: Vendor, headers: Headers, query: URLSearchParams): string => {
  const bearer = /^Bearer\s+(.+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
  if (vendor === "anthropic") return headers.get("x-api-key") ?? bearer;
  if (vendor === "google") return headers.get("x-goog-api-key") ?? query.get("key") ?? "";
  return bearer;
};
