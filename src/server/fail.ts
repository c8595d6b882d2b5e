import type { Dialect } from "../core/dialect.ts";
import type { FailureCode, ProxyError } from "../core/errors.ts";

/** After these the rest of the request may still be on its way; nobody is going to read it. */
const leavesBodyUnread: readonly FailureCode[] = ["body_too_large", "upload_stalled", "framing_unclear"];

/** What an error of ours is answered with. */
export type WrittenError = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** An error of ours as a whole answer in the client's own format, named in `x-proxy-error`. */
export const errorAnswer = (error: ProxyError, dialect: Dialect, requestId: string): Response => {
  const { status, headers, body } = writtenError(error, dialect, requestId);
  return new Response(body, { status, headers: { ...headers } });
};

/** The same, before it is an answer. */
export const writtenError = (error: ProxyError, dialect: Dialect, requestId: string): WrittenError => {
  const { status, body } = dialect.writeError(error, requestId);
  return {
    status,
    body,
    headers: {
      "content-type": "application/json",
      "x-proxy-request-id": requestId,
      "x-proxy-error": error.code,
      "x-should-retry": String(error.failure.retry),
      "x-proxy-request-sent": error.wasSent,
      ...(leavesBodyUnread.includes(error.code) ? { connection: "close" } : {}),
      ...(error.retryAfterMs === null ? {} : { "retry-after": String(Math.ceil(error.retryAfterMs / 1000)) }),
    },
  };
};
