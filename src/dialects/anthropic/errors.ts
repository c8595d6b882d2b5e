import type { VendorError } from "../../core/answer.ts";
import type { ErrorAnswer } from "../../core/dialect.ts";
import type { ErrorKind, ProxyError } from "../../core/errors.ts";
import { explained } from "../../core/explained.ts";
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

const errorOf = (error: ProxyError): object => ({
  type: types[error.failure.kind] ?? "api_error",
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
  if (!isObject(error)) return { type: null, message: textOrNull(error) ?? "" };
  return { type: textOrNull(error["type"]), message: textOrNull(error["message"]) ?? "" };
};
