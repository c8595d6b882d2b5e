import type { VendorError } from "../../core/answer.ts";
import type { ErrorAnswer } from "../../core/dialect.ts";
import type { ErrorKind, ProxyError } from "../../core/errors.ts";
import { explained } from "../../core/explained.ts";
import { isObject, type JsonObject, textOrNull } from "../../lib/json.ts";

/** The canonical status names of Google's APIs (google.rpc.Code). */
const statuses: Partial<Record<ErrorKind, string>> = {
  bad_request: "INVALID_ARGUMENT",
  context_overflow: "INVALID_ARGUMENT",
  unauthorized: "UNAUTHENTICATED",
  forbidden: "PERMISSION_DENIED",
  not_found: "NOT_FOUND",
  too_large: "INVALID_ARGUMENT",
  rate_limited: "RESOURCE_EXHAUSTED",
  budget_exceeded: "RESOURCE_EXHAUSTED",
  timeout: "DEADLINE_EXCEEDED",
  cancelled: "CANCELLED",
  config: "FAILED_PRECONDITION",
  internal: "INTERNAL",
};

const envelope = (error: ProxyError): string =>
  JSON.stringify({
    error: {
      code: error.failure.status,
      message: explained(error),
      status: statuses[error.failure.kind] ?? "UNAVAILABLE",
    },
  });

/** `{"error":{code,message,status}}`, as Google writes it. */
export const writeError = (error: ProxyError): ErrorAnswer => ({
  status: error.failure.status,
  body: envelope(error),
});

/** The same object as a data event, with the CRLF line ends of Google's streams. */
export const writeStreamError = (error: ProxyError): string => `data: ${envelope(error)}\r\n\r\n`;

/** What Google says in the place of an answer; null where it is none of its errors. */
export const readFailure = ({ error }: JsonObject): VendorError | null => {
  if (typeof error === "string") return { type: null, message: error };
  if (!isObject(error)) return null;
  return { type: textOrNull(error["status"]), message: textOrNull(error["message"]) ?? "" };
};
