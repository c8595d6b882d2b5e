import type { ErrorAnswer } from "../../core/dialect.ts";
import type { ErrorKind, ProxyError } from "../../core/errors.ts";
import { explained } from "../../core/explained.ts";

/** OpenAI's own error types; what is not the caller's doing is a `server_error`. */
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

const envelope = (error: ProxyError): string =>
  JSON.stringify({
    error: {
      message: explained(error),
      type: types[error.failure.kind] ?? "server_error",
      param: null,
      code: error.code,
    },
  });

/** `{"error":{message,type,param,code}}`, as OpenAI writes it. */
export const writeError = (error: ProxyError): ErrorAnswer => ({
  status: error.failure.status,
  body: envelope(error),
});

/** The same object in the place of a chunk; never followed by `[DONE]`. */
export const writeStreamError = (error: ProxyError): string => `data: ${envelope(error)}\n\n`;
