import { ProxyError } from "../core/errors.ts";

/** Nobody is there any more who would take the answer. */
export const clientLeft = (): ProxyError => new ProxyError("client_left", "The client left before the answer began.");

/** The upstream has not begun to answer in time. */
export const noHead = (upstream: string, limitMs: number): ProxyError =>
  new ProxyError("upstream_timeout", `Upstream "${upstream}" did not begin to answer within ${limitMs / 1000} s.`, {
    hint: "Raise timeouts.first_byte_ms for models that think for long.",
  });

/** No connection came about, so nothing was sent. */
export const noConnection = (upstream: string, origin: string, limitMs: number): ProxyError =>
  new ProxyError(
    "upstream_connect_timeout",
    `Upstream "${upstream}" (${new URL(origin).host}) took no connection within ${limitMs / 1000} s; the request was not sent.`,
    { hint: "Check your network, or switch: proxy-cli switch-upstream NAME." },
  );

/** A whole answer that did not come whole. */
export const cutShort = (upstream: string): ProxyError =>
  new ProxyError("upstream_closed", `Upstream "${upstream}" broke off in the middle of its answer.`, {
    hint: "Whether it did the work is unknown; sending the request again may be charged twice.",
  });
