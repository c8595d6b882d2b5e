import type { JsonObject } from "../lib/json.ts";
import type { Problem } from "./problem.ts";

/** What kind of trouble it is; retries, colours and statistics go by this, never by a message. */
export type ErrorKind =
  | "bad_request"
  | "context_overflow"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "too_large"
  | "rate_limited"
  | "budget_exceeded"
  | "overloaded"
  | "timeout"
  | "unreachable"
  | "bad_answer"
  | "cut"
  | "cancelled"
  | "config"
  | "internal";

/**
 * Who ended an exchange (Client, Server = upstream, Policy, Resource, Internal; lower case = by a timeout) and in
 * which phase (Request, Connect, Headers, Data). `--` is a proper end, `I?` was interrupted by the daemon's own death.
 */
export type OutcomeCode = "--" | "I?" | `${"C" | "S" | "P" | "R" | "I" | "c" | "s" | "p"}${"R" | "C" | "H" | "D"}`;

type Failure = {
  readonly kind: ErrorKind;
  readonly status: number;
  readonly outcome: OutcomeCode;
  /** Whether the same request may succeed when it is sent again; SDKs read it as `x-should-retry`. */
  readonly retry: boolean;
};

/** Every error that the proxy itself can make: the closed list behind `x-proxy-error`. */
export const failures = {
  host_not_allowed: { kind: "forbidden", status: 421, outcome: "PR", retry: false },
  browser_origin: { kind: "forbidden", status: 403, outcome: "PR", retry: false },
  local_only: { kind: "forbidden", status: 403, outcome: "PR", retry: false },
  content_type: { kind: "bad_request", status: 415, outcome: "PR", retry: false },
  method_not_allowed: { kind: "bad_request", status: 405, outcome: "PR", retry: false },
  // 426 and no other status: Codex (0.169) then goes on over plain HTTP at once; after a 501 it tries seven more times.
  websocket_unsupported: { kind: "bad_request", status: 426, outcome: "PR", retry: false },
  framing_unclear: { kind: "bad_request", status: 400, outcome: "PR", retry: false },
  uri_too_long: { kind: "too_large", status: 414, outcome: "PR", retry: false },
  body_too_large: { kind: "too_large", status: 413, outcome: "PR", retry: false },
  not_found: { kind: "not_found", status: 404, outcome: "PR", retry: false },
  token_required: { kind: "unauthorized", status: 401, outcome: "PR", retry: false },
  token_tries: { kind: "rate_limited", status: 429, outcome: "PR", retry: false }, // a wrong token stays one
  middleware_refused: { kind: "forbidden", status: 403, outcome: "PR", retry: false },
  key_vendor_mismatch: { kind: "bad_request", status: 400, outcome: "PR", retry: false },
  ambiguous_json: { kind: "bad_request", status: 400, outcome: "PR", retry: false },
  upstream_undecided: { kind: "bad_request", status: 400, outcome: "PR", retry: false },
  dialect_unsupported: { kind: "bad_request", status: 400, outcome: "PR", retry: false },
  invalid_request: { kind: "bad_request", status: 400, outcome: "PR", retry: false },
  untranslatable: { kind: "bad_request", status: 400, outcome: "PR", retry: false },
  too_large_to_translate: { kind: "too_large", status: 413, outcome: "PR", retry: false },
  upstream_unknown: { kind: "bad_request", status: 400, outcome: "PR", retry: false },
  destination_mismatch: { kind: "internal", status: 500, outcome: "PC", retry: false },
  proxy_loop: { kind: "config", status: 508, outcome: "PC", retry: false },
  draining: { kind: "overloaded", status: 503, outcome: "PR", retry: true },
  overloaded: { kind: "overloaded", status: 503, outcome: "RR", retry: true },
  rate_limited: { kind: "rate_limited", status: 429, outcome: "PR", retry: true },
  queue_full: { kind: "rate_limited", status: 429, outcome: "PR", retry: true },
  queued_too_long: { kind: "rate_limited", status: 429, outcome: "pR", retry: true },
  // 400 and no other status: Codex (0.14x) shows no sentence of a 429, and asks five more times after a 402 or a 403.
  budget_exceeded: { kind: "budget_exceeded", status: 400, outcome: "PR", retry: false },
  stopped_by_user: { kind: "budget_exceeded", status: 400, outcome: "PR", retry: false },
  loop_detected: { kind: "budget_exceeded", status: 400, outcome: "PR", retry: false },
  not_allowed: { kind: "forbidden", status: 403, outcome: "PR", retry: false },
  upstream_unavailable: { kind: "unreachable", status: 503, outcome: "PC", retry: true },
  out_of_file_descriptors: { kind: "overloaded", status: 503, outcome: "RC", retry: true },
  upstream_refused: { kind: "unreachable", status: 502, outcome: "SC", retry: true },
  upstream_dns: { kind: "unreachable", status: 502, outcome: "SC", retry: false },
  upstream_tls: { kind: "unreachable", status: 502, outcome: "SC", retry: false },
  upstream_address: { kind: "config", status: 502, outcome: "PC", retry: false },
  egress_proxy: { kind: "unreachable", status: 502, outcome: "SC", retry: true },
  upstream_connect_timeout: { kind: "timeout", status: 504, outcome: "sC", retry: true },
  upstream_closed: { kind: "unreachable", status: 502, outcome: "SH", retry: true },
  upstream_timeout: { kind: "timeout", status: 504, outcome: "sH", retry: true },
  key_rejected: { kind: "unauthorized", status: 502, outcome: "SH", retry: false },
  upstream_redirect: { kind: "bad_answer", status: 502, outcome: "SH", retry: false },
  upstream_protocol: { kind: "bad_answer", status: 502, outcome: "SH", retry: true },
  upstream_headers_too_large: { kind: "bad_answer", status: 502, outcome: "SH", retry: false },
  upstream_bad_json: { kind: "bad_answer", status: 502, outcome: "SD", retry: true },
  answer_too_large: { kind: "bad_answer", status: 502, outcome: "SD", retry: false },
  upstream_cut: { kind: "cut", status: 502, outcome: "SD", retry: true },
  upstream_stalled: { kind: "timeout", status: 504, outcome: "sD", retry: true },
  client_stalled: { kind: "timeout", status: 408, outcome: "cD", retry: false },
  upload_stalled: { kind: "timeout", status: 408, outcome: "cR", retry: true },
  client_left: { kind: "cancelled", status: 499, outcome: "CH", retry: false },
  request_cancelled: { kind: "cancelled", status: 499, outcome: "CD", retry: false },
  websocket_idle: { kind: "timeout", status: 408, outcome: "cD", retry: true },
  proxy_shutdown: { kind: "overloaded", status: 503, outcome: "PD", retry: true },
  port_taken: { kind: "config", status: 500, outcome: "PC", retry: false },
  home_unsafe: { kind: "forbidden", status: 500, outcome: "PC", retry: false },
  exposed_without_token: { kind: "config", status: 500, outcome: "PC", retry: false },
  already_running: { kind: "config", status: 409, outcome: "PC", retry: false },
  cannot_hand_over: { kind: "config", status: 409, outcome: "PC", retry: false },
  handed_over: { kind: "overloaded", status: 503, outcome: "PC", retry: true },
  not_running: { kind: "unreachable", status: 503, outcome: "PC", retry: true },
  version_mismatch: { kind: "bad_answer", status: 500, outcome: "PC", retry: false },
  daemon_silent: { kind: "timeout", status: 504, outcome: "IR", retry: true },
  interrupted: { kind: "cancelled", status: 503, outcome: "CR", retry: true },
  editor_failed: { kind: "cancelled", status: 400, outcome: "PR", retry: false },
  input_missing: { kind: "not_found", status: 404, outcome: "PR", retry: false },
  cannot_write: { kind: "internal", status: 500, outcome: "IR", retry: false },
  usage: { kind: "bad_request", status: 400, outcome: "PR", retry: false },
  home_unwritable: { kind: "config", status: 500, outcome: "PC", retry: false },
  ledger_unreadable: { kind: "internal", status: 500, outcome: "PC", retry: false },
  ledger_elsewhere: { kind: "unreachable", status: 503, outcome: "PC", retry: true },
  ledger_newer: { kind: "config", status: 500, outcome: "PC", retry: false },
  config_invalid: { kind: "config", status: 500, outcome: "PC", retry: false },
  internal: { kind: "internal", status: 500, outcome: "IR", retry: false },
} as const satisfies Record<string, Failure>;

/** The name of an error that the proxy made, as clients see it in `x-proxy-error`. */
export type FailureCode = keyof typeof failures;

/** A limit, a budget, a right or a person lets nothing more out: their sentences quote nothing of a request's words. */
export const isStop = (code: FailureCode): boolean => stops.has(code);

const stops: ReadonlySet<FailureCode> = new Set<FailureCode>([
  ...(["rate_limited", "queue_full", "queued_too_long", "not_allowed"] as const),
  ...(["budget_exceeded", "stopped_by_user", "loop_detected", "upstream_unavailable"] as const),
]);

type Details = {
  /** What to do next: a sentence or a command. */
  readonly hint?: string;
  readonly retryAfterMs?: number;
  /** Everything that is wrong in what people have written down, each with its place; of `config_invalid`. */
  readonly problems?: readonly Problem[];
  /** What was expected, for clients whose format has words for it; of `invalid_request`. */
  readonly invalid?: JsonObject;
  /** Whether sending it again may help, where this case differs from others of its name. */
  readonly retry?: boolean;
  /** True where the vendor may have got the request, though errors of its name mostly come before that. */
  readonly mayBeSent?: boolean;
  /** What programs go by beside the sentence, in formats that have a place for it. */
  readonly details?: JsonObject;
  /** The row of the table of translations that it follows from; of `untranslatable`. */
  readonly rule?: string;
  readonly cause?: unknown;
};

/** An error with a name from the closed list, a sentence for people and a next step. Never carries a key or a body. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
  readonly code: FailureCode;
  readonly hint: string | null;
  readonly retryAfterMs: number | null;
  readonly problems: readonly Problem[];
  readonly invalid: JsonObject | null;
  readonly details: JsonObject | null;
  readonly rule: string | null;
  readonly #retry: boolean | undefined;
  readonly #mayBeSent: boolean;

  constructor(
    code: FailureCode,
    message: string,
    { hint, retryAfterMs, retry, problems, invalid, details, rule, mayBeSent = false, cause }: Details = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint ?? null;
    this.retryAfterMs = retryAfterMs ?? null;
    this.problems = problems ?? [];
    this.invalid = invalid ?? null;
    this.details = details ?? null;
    this.rule = rule ?? null;
    this.#retry = retry;
    this.#mayBeSent = mayBeSent;
  }

  /** The kind, HTTP status, outcome code and retryability that belong to this error's name. */
  get failure(): Failure {
    const usual = failures[this.code];
    return this.#retry === undefined ? usual : { ...usual, retry: this.#retry };
  }

  /** Whether the vendor has got the request, as far as that can be known: who asks again may pay twice. */
  get wasSent(): "yes" | "no" | "unknown" {
    const { kind, outcome } = this.failure;
    if (kind === "bad_answer") return "yes"; // it has answered, if badly
    return /^.[RC]$/.test(outcome) && kind !== "internal" && !this.#mayBeSent ? "no" : "unknown";
  }
}

/** Any thrown thing as a ProxyError; what is not ours becomes `internal` and keeps its cause for the log only. */
export const asProxyError = (thrown: unknown): ProxyError =>
  thrown instanceof ProxyError
    ? thrown
    : new ProxyError("internal", "The proxy made a mistake of its own.", {
        hint: "Please report it with `proxy-cli logs`; the request id is in `x-proxy-request-id`.",
        cause: thrown,
      });
