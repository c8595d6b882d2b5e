import { parsedJson } from "../lib/json.ts";
import { type SseEvent, type SseReader, sseReader } from "../lib/sse.ts";
import type { ChatEvent } from "./answer.ts";
import type { EventReader, Measure, StreamReader } from "./dialect.ts";
import { reportOf } from "./reported.ts";

/** What one event says about where its stream is, by its bytes or by what it means; null for all the others. */
export type EventVerdict = (event: SseEvent, meant: readonly ChatEvent[]) => "began" | "ended" | "failed" | null;

/** The verdict of formats whose events say it all: an error before an end before a start, where one event means several. */
export const byMeaning: EventVerdict = (_, meant) => {
  const says = (type: ChatEvent["type"]): boolean => meant.some((event) => event.type === type);
  if (says("error")) return "failed";
  if (says("end")) return "ended";
  return says("start") ? "began" : null;
};

/** How strict a format is with the order of its events. */
export type StreamOrder = {
  /** Its streams begin with an event of their own. */
  readonly hasStart: boolean;
  /** Nothing comes after the event that ends a stream, so with that one everything is known. */
  readonly hasEnd: boolean;
};

/** What a stream's events are read with. */
export type Reading = {
  readonly events: EventReader;
  readonly measure: Measure;
  /** Takes the stream apart, where it is no stream of server-sent events. */
  readonly frames?: (onEvent: (event: SseEvent) => void) => SseReader;
};

/** Follows a stream to its end by one dialect's verdicts. A failure is never taken back. */
export const streamReader = (
  terminal: string,
  verdict: EventVerdict,
  { hasStart, hasEnd }: StreamOrder = { hasStart: false, hasEnd: true },
  { events, measure, frames }: Reading = blind,
): StreamReader => {
  const report = reportOf(measure);
  let state: "open" | "ended" | "failed" = "open";
  let hasBegun = !hasStart;
  let warnings = 0;
  let isEnding = false;
  /** The last event could not be read, so it may have been the one that ends the stream. */
  let isInDoubt = false;
  const sse = (frames ?? sseReader)((event) => {
    if (state === "failed") return;
    const meant = meaningOf(event, events);
    const said = verdict(event, meant);
    isInDoubt = said === null && !isEnding && isUnreadable(event, meant); // what the end cuts off is half an event
    for (const one of meant) report.take(one);
    const isLate = state === "ended" && hasEnd;
    const isAgain = said === "began" && hasStart && hasBegun;
    if (isLate || isAgain || (said === "ended" && !hasBegun)) warnings++;
    if (said === "began") hasBegun = true;
    else state = said ?? state;
  });
  return {
    terminal,
    hasEnd,
    read: sse.read,
    end: () => {
      isEnding = true;
      sse.end();
    },
    state: () => (state === "open" && (isInDoubt || sse.isOff()) ? "unreadable" : state),
    warnings: () => warnings,
    atBoundary: sse.atBoundary,
    isEventStream: frames === undefined,
    reported: report.value,
  };
};

/** Looking never hurts: whatever is wrong with a reader, the bytes go on. */
const meaningOf = (event: SseEvent, { read }: EventReader): readonly ChatEvent[] => {
  try {
    return read(event);
  } catch {
    return [];
  }
};

const isUnreadable = ({ data }: SseEvent, meant: readonly ChatEvent[]): boolean =>
  data !== "" && meant.every(({ type }) => type === "unknown") && parsedJson(data) === undefined;

/** Sees no more of a stream than its end. */
const blind: Reading = { events: { read: () => [] }, measure: () => 0 };

/** Whether a content type announces server-sent events. */
export const isEventStream = (contentType: string): boolean => /^text\/event-stream\b/i.test(contentType);
