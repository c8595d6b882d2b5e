import type { StreamReader } from "../../core/dialect.ts";
import { type EventVerdict, isEventStream, streamReader } from "../../core/stream-reader.ts";

/**
 * `data: [DONE]` ends a stream; an object with `error` in the place of a chunk is a failure after the 200, and so is
 * Mistral's `{"object":"error"}`.
 */
const verdict: EventVerdict = ({ data }) => {
  if (data === "[DONE]") return "ended";
  if (/^\s*\{\s*("error"|"object"\s*:\s*"error"\s*,)/.test(data)) return "failed";
  return null;
};

/** Follows a chat completion stream to its end. */
export const readStream = (contentType: string): StreamReader | null =>
  isEventStream(contentType) ? streamReader("[DONE]", verdict) : null;
