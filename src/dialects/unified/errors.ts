import type { VendorError } from "../../core/answer.ts";
import type { ErrorAnswer, FailureHead } from "../../core/dialect.ts";
import type { ProxyError } from "../../core/errors.ts";
import type { JsonObject } from "../../lib/json.ts";
import { errorIn, readFailure as readChatFailure } from "../openai-chat/failure.ts";

const bodyOf = (error: ProxyError, requestId: string): string =>
  JSON.stringify({
    ...{ error: error.message, code: error.code, hint: error.hint, request_id: requestId },
    ...error.invalid,
  });

/**
 * `{error, code, hint, request_id}`: the error is a sentence, as clients of `/v1/chat` expect it. Of a request that is
 * none it says what was expected.
 */
export const writeError = (error: ProxyError, requestId: string): ErrorAnswer => ({
  status: error.failure.status,
  body: bodyOf(error, requestId),
});

/** The same as the last event of a stream. */
export const writeStreamError = (error: ProxyError, requestId: string): string =>
  `event: error\ndata: ${bodyOf(error, requestId)}\n\n`;

/** The error that a body is; null where it is none. */
export const readFailure = (body: JsonObject): VendorError | null => {
  const { error } = body;
  return typeof error === "string" ? errorIn(body, error) : readChatFailure(body);
};

/** A vendor's error as one of `/v1/chat`: its sentence, and the word that it has for it. */
export const writeFailure = (error: VendorError, { status, requestId }: FailureHead): ErrorAnswer => ({
  status: status === 529 ? 503 : status,
  body: JSON.stringify({ ...errorObject(error), hint: null, request_id: requestId }),
});

/** The same without the request's id. */
export const errorObject = ({ message, type, code, kind }: VendorError): JsonObject => ({
  error: message,
  code: code ?? type ?? kind,
});
