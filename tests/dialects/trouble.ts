import { ProxyError } from "../../src/core/errors.ts";

/** An error of ours with a hint, and one without. */
export const unreachable = new ProxyError("upstream_refused", 'Upstream "x" refused "this".', { hint: "Try again." });
export const limited = new ProxyError("draining", "The proxy stops.");
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
