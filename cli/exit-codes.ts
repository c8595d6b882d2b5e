import type { ErrorKind, FailureCode, ProxyError } from "../src/core/errors.ts";

/** Exit codes by the name of the error; what is not here goes by the error's kind. */
const byCode: Readonly<Partial<Record<FailureCode, number>>> = {
  usage: 2,
  not_running: 3,
  already_running: 3,
  upstream_unknown: 65,
  dialect_unsupported: 65,
  port_taken: 69,
  upstream_refused: 69,
  version_mismatch: 76,
  home_unsafe: 77,
  config_invalid: 78,
  exposed_without_token: 78,
  internal: 70,
};

const byKind: Readonly<Record<ErrorKind, number>> = {
  bad_request: 65,
  context_overflow: 65,
  unauthorized: 77,
  forbidden: 77,
  not_found: 66,
  too_large: 65,
  rate_limited: 75,
  budget_exceeded: 75,
  overloaded: 75,
  timeout: 124,
  unreachable: 69,
  bad_answer: 76,
  cut: 75,
  cancelled: 130,
  config: 78,
  internal: 70,
};

/** The exit code that tells scripts what went wrong (sysexits where one fits). */
export const exitCodeOf = ({ code, failure }: ProxyError): number => byCode[code] ?? byKind[failure.kind];

/** What `status` and `--check` end with when no daemon answers. */
export const notRunning = 3;
