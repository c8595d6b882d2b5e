import type { VendorError } from "../../core/answer.ts";
import type { ErrorAnswer } from "../../core/dialect.ts";
import type { ProxyError } from "../../core/errors.ts";
import { type JsonObject, textOrNull } from "../../lib/json.ts";
import { readFailure as readChatFailure } from "../openai-chat/failure.ts";

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
  return typeof error === "string" ? { type: textOrNull(body["code"]), message: error } : readChatFailure(body);
};
