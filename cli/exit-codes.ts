import type { ErrorKind, FailureCode, ProxyError } from "../src/core/errors.ts";

/** What a daemon ends with, in order, that was to look on at itself and has seen something that must never be. */
export const unsound = 79;

/** Every exit code and what it means to a script. */
export const exitCodes: readonly { readonly code: number; readonly meaning: string }[] = [
  { code: 0, meaning: "done, or it was so already" },
  { code: 1, meaning: "not done: somebody was asked and did not agree (`run`), or an editor gave up" },
  { code: 2, meaning: "usage: a word, an option or its value is not understood" },
  { code: 3, meaning: "not running; running already, where that was not wanted" },
  { code: 65, meaning: "the data does not fit: an unknown upstream, a format it does not speak" },
  { code: 66, meaning: "something that was named is not there" },
  { code: 69, meaning: "not available: a port is taken, an upstream cannot be reached, doctor found a problem" },
  { code: 70, meaning: "a mistake of proxy-cli's own" },
  { code: 73, meaning: "a file cannot be made or written" },
  { code: 74, meaning: "a file of the proxy cannot be read" },
  { code: 75, meaning: "not now; try again" },
  { code: 76, meaning: "the other side speaks another protocol" },
  { code: 77, meaning: "permission: a file that others can read, a key that is refused" },
  { code: 78, meaning: "the configuration is not valid" },
  {
    code: unsound,
    meaning: "a daemon that looked on at itself (`start --paranoid`) saw what must never be; `logs` has it",
  },
  { code: 124, meaning: "no answer in time" },
  { code: 130, meaning: "ended by Ctrl-C; 143: by SIGTERM" },
];

/** Exit codes by the name of the error; what is not here goes by the error's kind. */
const byCode: Readonly<Partial<Record<FailureCode, number>>> = {
  editor_failed: 1,
  usage: 2,
  input_missing: 66,
  cannot_write: 73,
  not_running: 3,
  already_running: 3,
  upstream_unknown: 65,
  dialect_unsupported: 65,
  port_taken: 69,
  upstream_refused: 69,
  version_mismatch: 76,
  home_unwritable: 73,
  ledger_unreadable: 74,
  ledger_elsewhere: 69,
  ledger_newer: 78,
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
