import { type SseEvent, sseReader } from "../lib/sse.ts";
import type { StreamReader } from "./dialect.ts";

/** What one event says about the end of its stream; null for all the others. */
export type EventVerdict = (event: SseEvent) => "ended" | "failed" | null;

/** Follows a server-sent event stream to its end by one dialect's verdicts. A failure is never taken back. */
export const streamReader = (terminal: string, verdict: EventVerdict): StreamReader => {
  let state: "open" | "ended" | "failed" = "open";
  const sse = sseReader((event) => {
    if (state === "failed") return;
    state = verdict(event) ?? state;
  });
  return {
    terminal,
    read: sse.read,
    end: sse.end,
    state: () => (state === "open" && sse.isOff() ? "unreadable" : state),
    atBoundary: sse.atBoundary,
  };
};

/** Whether a content type announces server-sent events. */
export const isEventStream = (contentType: string): boolean => /^text\/event-stream\b/i.test(contentType);
