import type { Measure, StreamReader } from "../../core/dialect.ts";
import { byMeaning, type EventVerdict, isEventStream, streamReader } from "../../core/stream-reader.ts";
import { jsonListReader } from "../../lib/json-list.ts";
import { eventReader } from "./read-events.ts";

/**
 * Gemini has no terminal event: a chunk with a finish reason, or with a block reason instead of content, is the last; of
 * several candidates the one with which none is left that goes on.
 */
const byStops = (): EventVerdict => {
  const open = new Set<number>();
  return (event, meant) => {
    if (meant.some((one) => one.type === "unknown" && one.json === event.data)) return byText(event, meant);
    if (meant.some(({ type }) => type === "error")) return "failed";
    for (const one of meant) if ("candidate" in one && one.type !== "stop") open.add(one.candidate);
    for (const one of meant) if (one.type === "stop") open.delete(one.candidate);
    return open.size === 0 && meant.some(({ type }) => type === "stop") ? "ended" : null;
  };
};

/** A chunk that is no JSON (a count of NaN) is whole for a client that reads no more of it than it needs. */
const byText: EventVerdict = ({ data }) => {
  if (/^\s*\{\s*"error"\s*:/.test(data)) return "failed";
  return data.includes('"finishReason"') || data.includes('"blockReason"') ? "ended" : null;
};

/** Chunks may follow the finish reason, and nothing announces the first one. */
const order = { hasStart: false, hasEnd: false };

/** Follows a stream to its end: server-sent events, or, where nobody asked for them, one list of chunks. */
export const readStream = (contentType: string, measure: Measure = () => 0, path = ""): StreamReader | null => {
  const events = eventReader();
  if (isEventStream(contentType)) return streamReader("a finishReason", byStops(), order, { events, measure });
  if (!isList(contentType, path)) return null;
  return streamReader(
    "its closing bracket",
    byMeaning,
    { ...order, hasEnd: true },
    { events, measure, frames: jsonListReader },
  );
};

const isList = (contentType: string, path: string): boolean =>
  /^application\/json\b/i.test(contentType) && path.endsWith(":streamGenerateContent");
