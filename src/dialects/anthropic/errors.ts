import type { VendorError } from "../../core/answer.ts";
import type { ErrorAnswer, FailureHead } from "../../core/dialect.ts";
import type { ErrorKind, ProxyError } from "../../core/errors.ts";
import { explained } from "../../core/explained.ts";
import type { TooLong } from "../../core/too-long.ts";
import { vendorError } from "../../core/vendor-error.ts";
import { isObject, type JsonObject, textOrNull } from "../../lib/json.ts";

/** Anthropic's own error types (API reference, errors); SDKs choose their class by the status beside it. */
const types: Partial<Record<ErrorKind, string>> = {
  bad_request: "invalid_request_error",
  context_overflow: "invalid_request_error",
  unauthorized: "authentication_error",
  forbidden: "permission_error",
  not_found: "not_found_error",
  too_large: "request_too_large",
  rate_limited: "rate_limit_error",
  budget_exceeded: "rate_limit_error",
  overloaded: "overloaded_error",
  timeout: "timeout_error",
};

/** A limit of the person's own is none of the vendor's: programs wait for that to go by. */
const ownTypes: Partial<Record<ErrorKind, string>> = { budget_exceeded: "billing_error" };

const errorOf = (error: ProxyError): object => ({
  type: ownTypes[error.failure.kind] ?? types[error.failure.kind] ?? "api_error",
  message: explained(error),
  ...(error.details === null ? {} : { details: error.details }),
});

/** `{"type":"error","error":{…},"request_id":…}`, as Anthropic writes it. */
export const writeError = (error: ProxyError, requestId: string): ErrorAnswer => ({
  status: error.failure.status,
  body: JSON.stringify({ type: "error", error: errorOf(error), request_id: requestId }),
});

/** One `error` event; Anthropic's SDKs throw on it. */
export const writeStreamError = (error: ProxyError): string =>
  `event: error\ndata: ${JSON.stringify({ type: "error", error: errorOf(error) })}\n\n`;

/** What Anthropic says in the place of an answer; null where it is none of its errors. */
export const readFailure = ({ error, type }: JsonObject): VendorError | null => {
  if (type !== "error" && !isObject(error)) return null;
  if (!isObject(error)) return vendorError({ type: null, message: textOrNull(error) ?? "" }, kinds);
  return errorIn(textOrNull(error["type"]), textOrNull(error["message"]) ?? "", error["details"]);
};

/** An error by its type and what else it says. */
export const errorIn = (type: string | null, message: string, details: unknown = null): VendorError => {
  const error = vendorError({ type, message, details }, kinds);
  const isEmptyPurse = error.kind === "bad_request" && /credit balance is too low/i.test(message);
  return isEmptyPurse ? { ...error, kind: "budget_exceeded" } : error;
};

const kinds: ReadonlyMap<string, ErrorKind> = new Map([
  ["invalid_request_error", "bad_request"],
  ["authentication_error", "unauthorized"],
  ["billing_error", "budget_exceeded"],
  ["permission_error", "forbidden"],
  ["not_found_error", "not_found"],
  ["request_too_large", "too_large"],
  ["rate_limit_error", "rate_limited"],
  ["overloaded_error", "overloaded"],
  ["timeout_error", "timeout"],
  ["api_error", "internal"],
]);

/**
 * A vendor's error in Anthropic's words. What it says stays; a word of Anthropic's own, too, unless its status says more:
 * for OpenAI a key that is wrong and a model that is not there are both an `invalid_request_error`.
 */
export const errorObject = (error: VendorError): JsonObject => {
  const { kind, type, message, details, tooLong } = error;
  const isKnown = type !== null && kinds.has(type) && !(type === "invalid_request_error" && finer.has(kind));
  const word = kind === "budget_exceeded" ? "billing_error" : (types[kind] ?? "api_error");
  return {
    type: isKnown ? type : word,
    message: kind === "context_overflow" ? tooLongMessage(message, tooLong) : message,
    ...(isKnown && isObject(details) ? { details } : {}),
  };
};

/** Kinds that Anthropic never calls an invalid request. */
const finer: ReadonlySet<ErrorKind> = new Set(["unauthorized", "forbidden", "not_found", "too_large", "rate_limited"]);

/** Claude Code knows by these words that it has to make a conversation shorter, and by how much. */
const tooLongMessage = (message: string, tooLong: TooLong | undefined): string => {
  const { tokens = null, maximum = null } = tooLong ?? {};
  if (/prompt is too long/i.test(message)) return message;
  const words = "prompt is too long";
  const counted = tokens === null || maximum === null ? words : `${words}: ${tokens} tokens > ${maximum} maximum`;
  return `${counted} (${message})`;
};

/** The same as a whole answer. */
export const writeFailure = (error: VendorError, { status, requestId }: FailureHead): ErrorAnswer => ({
  status: error.kind === "unauthorized" && status === 400 ? 401 : status,
  body: JSON.stringify({ type: "error", error: errorObject(error), request_id: requestId }),
});
