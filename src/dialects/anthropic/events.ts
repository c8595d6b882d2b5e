import type { StreamReader } from "../../core/dialect.ts";
import { type EventVerdict, isEventStream, streamReader } from "../../core/stream-reader.ts";

/** `message_stop` ends a stream; `error` may come at any time after a 200 (Anthropic docs, streaming: error events). */
const verdict: EventVerdict = ({ name }) => {
  if (name === "message_start") return "began";
  if (name === "message_stop") return "ended";
  if (name === "error") return "failed";
  return null;
};

/** Follows an Anthropic event stream to its end. */
export const readStream = (contentType: string): StreamReader | null =>
  isEventStream(contentType) ? streamReader("message_stop", verdict, { hasStart: true, hasEnd: true }) : null;
