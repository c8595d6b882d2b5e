import type { StreamReader } from "../../core/dialect.ts";
import type { ProxyError } from "../../core/errors.ts";
import { explained } from "../../core/explained.ts";
import { type EventVerdict, isEventStream, streamReader } from "../../core/stream-reader.ts";

const verdict: EventVerdict = ({ name }) => {
  if (name === "response.created") return "began";
  if (name === "response.completed" || name === "response.incomplete") return "ended";
  if (name === "response.failed" || name === "error") return "failed";
  return null;
};

/** Follows a Responses stream to its end. */
export const readStream = (contentType: string): StreamReader | null =>
  isEventStream(contentType) ? streamReader("response.completed", verdict, { hasStart: true, hasEnd: true }) : null;

/** One `error` event. Its sequence number is 0: ours is not part of the vendor's numbering. */
export const writeStreamError = (error: ProxyError): string =>
  `event: error\ndata: ${JSON.stringify({
    type: "error",
    code: error.code,
    message: explained(error),
    param: null,
    sequence_number: 0,
  })}\n\n`;
