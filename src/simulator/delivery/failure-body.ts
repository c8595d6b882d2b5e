import type { Vendor } from "../format.ts";
import type { Refusal } from "../refusal.ts";

/** The error body that a vendor sends for a refusal, byte for byte in its own layout. */
export const failureBody = (vendor: Vendor, refusal: Refusal, requestId: string): string =>
  bodies[vendor](refusal, requestId);

/** Anthropic's name for an error of this status. */
export const anthropicErrorType = (status: number): string =>
  anthropicTypes[status] ?? (status >= 500 ? "api_error" : "invalid_request_error");

/** OpenAI's name for an error of this status. */
export const openaiErrorType = (status: number): string =>
  openaiTypes[status] ?? (status >= 500 ? "server_error" : "invalid_request_error");

const bodies: { readonly [vendor in Vendor]: (refusal: Refusal, requestId: string) => string } = {
  anthropic: ({ status, message, details }, requestId) =>
    JSON.stringify({
      type: "error",
      error: { ...(details === null ? {} : { details }), type: anthropicErrorType(status), message },
      request_id: requestId,
    }),
  openai: ({ status, message, param, code }) =>
    `${JSON.stringify({ error: { message, type: openaiErrorType(status), param, code: code ?? openaiCodes[status] ?? null } }, null, 2)}\n`,
  google: ({ status, message, details, retryAfter }) => {
    const retry =
      retryAfter === null
        ? []
        : [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: `${retryAfter}s` }];
    const all = [...(Array.isArray(details) ? details : []), ...retry];
    const error = {
      code: status,
      message,
      status: googleStatus(status),
      ...(all.length === 0 ? {} : { details: all }),
    };
    return `${JSON.stringify({ error }, null, 2)}\n`;
  },
  mistral: ({ status, message, param, code }) =>
    status === 401
      ? JSON.stringify({ detail: "Unauthorized" })
      : JSON.stringify({
          object: "error",
          message,
          type: openaiErrorType(status),
          param,
          code: code ?? mistralCodes[status] ?? null,
        }),
};

const anthropicTypes: { readonly [status: number]: string } = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  500: "api_error",
  504: "timeout_error",
  529: "overloaded_error",
};

const openaiTypes: { readonly [status: number]: string } = {
  402: "insufficient_quota",
  403: "permission_error",
  429: "requests",
  503: "service_unavailable_error",
};

const openaiCodes: { readonly [status: number]: string } = {
  401: "invalid_api_key",
  402: "insufficient_quota",
  429: "rate_limit_exceeded",
};

const mistralCodes: { readonly [status: number]: string } = {
  400: "3051",
  404: "1500",
  429: "1300",
  500: "3700",
  503: "3505",
};

const googleStatus = (status: number): string =>
  googleStatuses[status] ?? (status >= 500 ? "INTERNAL" : "FAILED_PRECONDITION");

const googleStatuses: { readonly [status: number]: string } = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
  529: "UNAVAILABLE",
};
