import type { FailureCode } from "./errors.ts";

/** What ended a call before its answer came, in short: `connection refused`. */
export const failureWords = (code: FailureCode): string => words[code] ?? code.replaceAll("_", " ");

const words: Readonly<Partial<Record<FailureCode, string>>> = {
  upstream_refused: "connection refused",
  upstream_dns: "name not found",
  upstream_tls: "certificate not trusted",
  upstream_connect_timeout: "no connection in time",
  upstream_closed: "connection closed",
  upstream_timeout: "no answer in time",
  upstream_protocol: "no valid HTTP",
  egress_proxy: "egress proxy not reached",
  key_rejected: "key refused",
};
