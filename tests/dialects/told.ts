import type { ChatEvent } from "../../src/core/answer.ts";
import type { EventReader } from "../../src/core/dialect.ts";
import { sseReader } from "../../src/lib/sse.ts";

/** The events that a stream means. */
export const eventsIn = (reader: EventReader, text: string | Uint8Array): ChatEvent[] => {
  const events: ChatEvent[] = [];
  const sse = sseReader((event) => events.push(...reader.read(event)));
  sse.read(typeof text === "string" ? new TextEncoder().encode(text) : text);
  sse.end();
  return events;
};

/** Each event in a word or two: what a person would tell of it. */
export const told = (events: readonly ChatEvent[]): string[] => events.map(inWords);

const inWords = (event: ChatEvent): string => {
  switch (event.type) {
    case "start":
      return `start ${event.id} ${event.model}`;
    case "block-start":
      return `${event.block} ${event.content.type}${event.content.type === "tool-call" ? ` ${event.content.name}` : ""}`;
    case "text-delta":
    case "thinking-delta":
    case "input-delta":
      return `${event.block} "${event.text}"`;
    case "signature":
      return `${event.block} sealed ${event.signature}`;
    case "block-end":
      return `${event.block} end`;
    case "stop":
      return `stop ${event.candidate} ${event.stop.reason}`;
    case "citation":
      return `${event.block} citation ${event.citation.url}`;
    case "usage":
      return `usage ${event.usage.inputTokens} ${event.usage.outputTokens}`;
    case "end":
      return "end";
    case "error":
      return `error ${event.error.type} ${event.error.message}`;
    case "unknown":
      return "unknown";
    default:
      return event satisfies never;
  }
};
