import { type SseEvent, sseReader } from "../lib/sse.ts";
import type { StreamReader } from "./dialect.ts";

/** What one event says about where its stream is; null for all the others. */
export type EventVerdict = (event: SseEvent) => "began" | "ended" | "failed" | null;

/** How strict a format is with the order of its events. */
export type StreamOrder = {
  /** Its streams begin with an event of their own. */
  readonly hasStart: boolean;
  /** Nothing comes after the event that ends a stream. */
  readonly hasEnd: boolean;
};

/** Follows a server-sent event stream to its end by one dialect's verdicts. A failure is never taken back. */
export const streamReader = (
  terminal: string,
  verdict: EventVerdict,
  { hasStart, hasEnd }: StreamOrder = { hasStart: false, hasEnd: true },
): StreamReader => {
  let state: "open" | "ended" | "failed" = "open";
  let hasBegun = !hasStart;
  let warnings = 0;
  const sse = sseReader((event) => {
    if (state === "failed") return;
    const said = verdict(event);
    const isLate = state === "ended" && hasEnd;
    const isAgain = said === "began" && hasStart && hasBegun;
    if (isLate || isAgain || (said === "ended" && !hasBegun)) warnings++;
    if (said === "began") hasBegun = true;
    else state = said ?? state;
  });
  return {
    terminal,
    read: sse.read,
    end: sse.end,
    state: () => (state === "open" && sse.isOff() ? "unreadable" : state),
    warnings: () => warnings,
    atBoundary: sse.atBoundary,
  };
};

/** Whether a content type announces server-sent events. */
export const isEventStream = (contentType: string): boolean => /^text\/event-stream\b/i.test(contentType);
