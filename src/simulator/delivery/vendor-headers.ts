import type { Vendor } from "../format.ts";
import type { Ids } from "../ids.ts";

/** The id under which a vendor would find this request again; it also stands in Anthropic's error bodies. */
export const requestIdOf = (vendor: Vendor, ids: Ids): string =>
  vendor === "openai"
    ? `req_${ids.hex("request", 32)}`
    : vendor === "mistral"
      ? ids.hex("request", 32)
      : `req_011C${ids.letters("request", 20)}`;

/** The headers that a vendor adds to every answer. */
export const vendorHeaders = (
  vendor: Vendor,
  ids: Ids,
  now: number,
  inputTokens: number,
): { readonly [name: string]: string } => headers[vendor](requestIdOf(vendor, ids), now, inputTokens);

type Write = (requestId: string, now: number, inputTokens: number) => { readonly [name: string]: string };

const headers: { readonly [vendor in Vendor]: Write } = {
  anthropic: (requestId, now, inputTokens) => {
    const reset = `${new Date(Math.floor(now / 1000) * 1000).toISOString().slice(0, 19)}Z`;
    return {
      "anthropic-ratelimit-requests-limit": "4000",
      "anthropic-ratelimit-requests-remaining": "3999",
      "anthropic-ratelimit-requests-reset": reset,
      "anthropic-ratelimit-input-tokens-limit": "2000000",
      "anthropic-ratelimit-input-tokens-remaining": String(Math.max(0, 2_000_000 - inputTokens)),
      "anthropic-ratelimit-input-tokens-reset": reset,
      "anthropic-ratelimit-output-tokens-limit": "400000",
      "anthropic-ratelimit-output-tokens-remaining": "400000",
      "anthropic-ratelimit-output-tokens-reset": reset,
      "request-id": requestId,
      "anthropic-organization-id": "00000000-0000-4000-8000-000000000000",
    };
  },
  openai: (requestId, _now, inputTokens) => ({
    "openai-organization": "simulated",
    "openai-processing-ms": String(40 + (inputTokens % 200)),
    "openai-version": "2020-10-01",
    "x-ratelimit-limit-requests": "10000",
    "x-ratelimit-limit-tokens": "2000000",
    "x-ratelimit-remaining-requests": "9999",
    "x-ratelimit-remaining-tokens": String(Math.max(0, 2_000_000 - inputTokens)),
    "x-ratelimit-reset-requests": "6ms",
    "x-ratelimit-reset-tokens": "0s",
    "x-request-id": requestId,
  }),
  google: () => ({
    "server-timing": "gfet4t7; dur=40",
    vary: "Origin, X-Origin, Referer",
    "x-content-type-options": "nosniff",
  }),
  mistral: (requestId, _now, inputTokens) => ({
    "mistral-correlation-id": requestId,
    "x-envoy-upstream-service-time": "40",
    "x-ratelimit-limit-tokens-minute": "500000",
    "x-ratelimit-remaining-tokens-minute": String(Math.max(0, 500_000 - inputTokens)),
    "x-ratelimit-tokens-query-cost": String(inputTokens),
  }),
};
