import type { StreamReader } from "../../core/dialect.ts";
import { type EventVerdict, isEventStream, streamReader } from "../../core/stream-reader.ts";

/** Gemini has no terminal event: a chunk with a finish reason, or with a block reason instead of content, is the last. */
const verdict: EventVerdict = ({ data }) => {
  if (/^\s*\{\s*"error"\s*:/.test(data)) return "failed";
  if (data.includes('"finishReason"') || data.includes('"blockReason"')) return "ended";
  return null;
};

/** Follows a Gemini `alt=sse` stream to its end; the JSON array form is left to the transport's own framing. */
export const readStream = (contentType: string): StreamReader | null =>
  isEventStream(contentType) ? streamReader("a finishReason", verdict, { hasStart: false, hasEnd: false }) : null;
