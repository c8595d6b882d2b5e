import type { Measure, StreamForm, StreamReader } from "../../core/dialect.ts";
import { eventStream } from "../../core/stream-form.ts";
import { byMeaning, isEventStream, streamReader } from "../../core/stream-reader.ts";
import { eventReader } from "./read-events.ts";

/** Follows an Anthropic event stream: `message_stop` ends it, `error` may come at any time after a 200. */
export const readStream = (contentType: string, measure: Measure = () => 0): StreamReader | null =>
  isEventStream(contentType)
    ? streamReader("message_stop", byMeaning, { hasStart: true, hasEnd: true }, { events: eventReader(), measure })
    : null;

/** A quiet stream of Anthropic's is kept alive by an event of its own. */
export const streamForm: StreamForm = { ...eventStream, keepAlive: 'event: ping\ndata: {"type": "ping"}\n\n' };
