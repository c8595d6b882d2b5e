import type { VendorError } from "../../core/answer.ts";
import type { AnswerHeaders, ErrorAnswer, FailureHead } from "../../core/dialect.ts";
import type { ErrorKind } from "../../core/errors.ts";
import { vendorError } from "../../core/vendor-error.ts";
import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../lib/json.ts";

/**
 * The error that a body is: OpenAI's `{error: {…}}`, Mistral's `{object: "error", …}` and `{detail: …}`, and those who
 * say it in one string (`{error: "…"}`, `{message: "…", code}`).
 */
export const readFailure = (body: JsonObject): VendorError | null => {
  const { error, detail } = body;
  if (isObject(error)) return errorIn(error, messageOf(error));
  if (typeof error === "string") return errorIn(body, error);
  if (body["object"] === "error") return errorIn(body, messageOf(body));
  if (detail !== undefined && !("choices" in body)) return errorIn(body, detailOf(detail));
  return brokenIn(body);
};

/** Some say in the place of a reason why they are done that they broke off: z.ai `network_error`, Mistral `error`. */
const brokenIn = ({ choices }: JsonObject): VendorError | null => {
  const said = listIn(choices).map((choice) => textOrNull(objectIn(choice)["finish_reason"]));
  const word = said.find((one) => one === "network_error" || one === "error") ?? null;
  return word === null ? null : vendorError({ type: word, message: `The model broke off (${word}).` }, kinds);
};

/** An error by the object that says it. Some have numbers for codes (z.ai: `"1302"`). */
export const errorIn = (said: JsonObject, message: string, type: string | null = typeOf(said)): VendorError => {
  const { code: word, param } = said;
  const code = typeof word === "number" ? String(word) : textOrNull(word);
  return vendorError({ type, message, code, param: textOrNull(param) }, kinds);
};

/** The words of OpenAI, as types and as codes, and those of others who speak its formats (Mistral, z.ai, Google, xAI). */
const kinds: ReadonlyMap<string, ErrorKind> = new Map<string, ErrorKind>([
  ["context_length_exceeded", "context_overflow"],
  ["1261", "context_overflow"],
  ["invalid_api_key", "unauthorized"],
  ["incorrect_api_key", "unauthorized"],
  ["authentication_error", "unauthorized"],
  ["1000", "unauthorized"],
  ["1001", "unauthorized"],
  ["UNAUTHENTICATED", "unauthorized"],
  ["insufficient_quota", "budget_exceeded"],
  ["billing_hard_limit_reached", "budget_exceeded"],
  ["billing_not_active", "budget_exceeded"],
  ["1113", "budget_exceeded"],
  ["permission_error", "forbidden"],
  ["permission_denied", "forbidden"],
  ["PERMISSION_DENIED", "forbidden"],
  ["model_not_found", "not_found"],
  ["not_found_error", "not_found"],
  ["NOT_FOUND", "not_found"],
  ["rate_limit_exceeded", "rate_limited"],
  ["rate_limit_error", "rate_limited"],
  ["rate_limited", "rate_limited"],
  ["requests", "rate_limited"],
  ["tokens", "rate_limited"],
  ["RESOURCE_EXHAUSTED", "rate_limited"],
  ["1302", "rate_limited"],
  ["1305", "overloaded"],
  ["overloaded_error", "overloaded"],
  ["server_overloaded", "overloaded"],
  ["service_unavailable", "overloaded"],
  ["UNAVAILABLE", "overloaded"],
  ["timeout", "timeout"],
  ["invalid_request_error", "bad_request"],
  ["invalid_prompt", "bad_request"],
  ["INVALID_ARGUMENT", "bad_request"],
  ["server_error", "internal"],
]);

/** A vendor's error in OpenAI's words. What it says stays; so do a code and a type of OpenAI's own. */
export const errorObject = (error: VendorError): JsonObject => {
  const { type, kind, message, code, param } = error;
  const isKnown = type !== null && ownTypes.has(type);
  return {
    message,
    type: isKnown ? type : (types[kind] ?? "server_error"),
    param: param ?? null,
    code: code !== undefined && !isNumber(code) ? code : (codes[kind] ?? code ?? null),
  };
};

/** Mistral and z.ai number their errors: no program of OpenAI's looks for those. */
const isNumber = (code: string): boolean => /^\d+$/.test(code);

/** A finer word is of another vendor's making where its type is not OpenAI's. */
const ownTypes: ReadonlySet<string> = new Set([
  ...["invalid_request_error", "insufficient_quota", "server_error", "rate_limit_exceeded", "requests", "tokens"],
]);

const types: Partial<Record<ErrorKind, string>> = {
  bad_request: "invalid_request_error",
  context_overflow: "invalid_request_error",
  unauthorized: "invalid_request_error",
  forbidden: "invalid_request_error",
  not_found: "invalid_request_error",
  too_large: "invalid_request_error",
  rate_limited: "rate_limit_exceeded",
  budget_exceeded: "insufficient_quota",
};

/** What programs look for: Codex makes a conversation shorter, others stop asking. */
const codes: Partial<Record<ErrorKind, string>> = {
  context_overflow: "context_length_exceeded",
  unauthorized: "invalid_api_key",
  rate_limited: "rate_limit_exceeded",
  budget_exceeded: "insufficient_quota",
  overloaded: "server_is_overloaded",
};

/** The same as a whole answer. OpenAI has no 529. */
export const writeFailure = (error: VendorError, { status }: FailureHead): ErrorAnswer => ({
  status: status === 529 ? 503 : error.kind === "unauthorized" && status === 400 ? 401 : status,
  body: JSON.stringify({ error: errorObject(error) }),
});

const typeOf = (error: JsonObject): string | null =>
  textOrNull(error["type"]) ?? textOrNull(error["status"]) ?? textOrNull(error["code"]);

/** Some say it in an object (Mistral: `{message: {detail: [{msg}]}}`). */
const messageOf = ({ message }: JsonObject): string =>
  typeof message === "string" ? message : detailOf(objectIn(message)["detail"]);

const detailOf = (detail: unknown): string => {
  if (typeof detail === "string") return detail;
  return listIn(detail)
    .map((one) => textOrNull(objectIn(one)["msg"]) ?? "")
    .filter((text) => text !== "")
    .join("; ");
};

/** What OpenAI says beside its answers, in both of its formats. */
export const answerHeaders: AnswerHeaders = {
  requestId: "x-request-id",
  limits: (thing, what) => `x-ratelimit-${what}-${thing}`,
  resets: "duration",
};
