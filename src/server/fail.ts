import type { Dialect } from "../core/dialect.ts";
import type { FailureCode, ProxyError } from "../core/errors.ts";

/** After these the rest of the request may still be on its way; nobody is going to read it. */
const leavesBodyUnread: readonly FailureCode[] = ["body_too_large", "upload_stalled", "framing_unclear"];

/** An error of ours as a whole answer in the client's own format, named in `x-proxy-error`. */
export const errorAnswer = (error: ProxyError, dialect: Dialect, requestId: string): Response => {
  const { status, body } = dialect.writeError(error, requestId);
  const headers = new Headers({
    "content-type": "application/json",
    "x-proxy-request-id": requestId,
    "x-proxy-error": error.code,
    "x-should-retry": String(error.failure.retry),
    "x-proxy-request-sent": error.wasSent,
  });
  if (leavesBodyUnread.includes(error.code)) headers.set("connection", "close");
  if (error.retryAfterMs !== null) headers.set("retry-after", String(Math.ceil(error.retryAfterMs / 1000)));
  return new Response(body, { status, headers });
};
