import type { VendorError } from "../../core/answer.ts";
import type { ErrorAnswer, FailureHead } from "../../core/dialect.ts";
import type { ErrorKind, ProxyError } from "../../core/errors.ts";
import { explained } from "../../core/explained.ts";
import type { TooLong } from "../../core/too-long.ts";
import { vendorError } from "../../core/vendor-error.ts";
import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../lib/json.ts";

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

/** A limit of the person's own is none of the vendor's: programs wait for that to go by. */
const ownStatuses: Partial<Record<ErrorKind, string>> = { budget_exceeded: "FAILED_PRECONDITION" };

const envelope = (error: ProxyError): string =>
  JSON.stringify({
    error: {
      code: error.failure.status,
      message: explained(error),
      status: ownStatuses[error.failure.kind] ?? statuses[error.failure.kind] ?? "UNAVAILABLE",
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
  if (typeof error === "string") return vendorError({ type: null, message: error }, kinds);
  if (!isObject(error)) return null;
  return errorIn(textOrNull(error["status"]), textOrNull(error["message"]) ?? "", error["details"]);
};

/** An error by its status and what else it says. */
export const errorIn = (type: string | null, message: string, details: unknown = null): VendorError => {
  const error = vendorError({ type, message, details }, kinds);
  const isKey = listIn(details).some((one) => objectIn(one)["reason"] === "API_KEY_INVALID");
  const retryAfterMs = retryDelayIn(details);
  return {
    ...error,
    ...(isKey && { kind: "unauthorized" as const }),
    ...(retryAfterMs !== null && { retryAfterMs }),
  };
};

const retryInfo = "type.googleapis.com/google.rpc.RetryInfo";

/** How long to wait, which Google says among the details: `7s`, `0.5s`. */
const retryDelayIn = (details: unknown): number | null => {
  const info = listIn(details).find((one) => objectIn(one)["@type"] === retryInfo);
  const seconds = /^(\d{1,9}(?:\.\d{1,9})?)s$/.exec(textOrNull(objectIn(info)["retryDelay"]) ?? "")?.[1];
  return seconds === undefined ? null : Math.ceil(Number(seconds) * 1000);
};

const kinds: ReadonlyMap<string, ErrorKind> = new Map<string, ErrorKind>([
  ["INVALID_ARGUMENT", "bad_request"],
  ["FAILED_PRECONDITION", "bad_request"],
  ["OUT_OF_RANGE", "bad_request"],
  ["UNAUTHENTICATED", "unauthorized"],
  ["PERMISSION_DENIED", "forbidden"],
  ["NOT_FOUND", "not_found"],
  ["RESOURCE_EXHAUSTED", "rate_limited"],
  ["UNAVAILABLE", "overloaded"],
  ["DEADLINE_EXCEEDED", "timeout"],
  ["CANCELLED", "cancelled"],
  ["INTERNAL", "internal"],
  ["UNKNOWN", "internal"],
]);

/** A vendor's error in Google's words. What it says stays; so do a status and details of Google's own. */
export const errorObject = (error: VendorError, status: number): JsonObject => {
  const { type, kind, message, details, tooLong } = error;
  const isKnown = type !== null && kinds.has(type);
  return {
    code: status,
    message: kind === "context_overflow" ? tooLongMessage(message, tooLong) : message,
    status: isKnown ? type : (statuses[kind] ?? "UNAVAILABLE"),
    ...(isKnown && details !== undefined ? { details } : {}),
  };
};

const tooLongMessage = (message: string, tooLong: TooLong | undefined): string => {
  const { tokens = null, maximum = null } = tooLong ?? {};
  if (tokens === null || maximum === null || /maximum number of tokens allowed/i.test(message)) return message;
  return `The input token count (${tokens}) exceeds the maximum number of tokens allowed (${maximum}). (${message})`;
};

/** The same as a whole answer. Google has no 529. */
export const writeFailure = (error: VendorError, { status, retryAfterMs }: FailureHead): ErrorAnswer => {
  const known = status === 529 ? 503 : status;
  const said = errorObject(error, known);
  const retryDelay = retryAfterMs === null ? null : `${retryAfterMs / 1000}s`;
  const details = "details" in said || retryDelay === null ? {} : { details: [{ "@type": retryInfo, retryDelay }] };
  return { status: known, body: JSON.stringify({ error: { ...said, ...details } }) };
};
