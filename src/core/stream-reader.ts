import { parsedJson } from "../lib/json.ts";
import { type SseEvent, type SseReader, sseReader } from "../lib/sse.ts";
import type { ChatEvent, Reported } from "./answer.ts";
import type { EventReader, Measure, StreamReader, StreamState } from "./dialect.ts";
import { type Report, reportOf } from "./reported.ts";

/** What one event says about where its stream is, by its bytes or by what it means; null for all the others. */
export type EventVerdict = (event: SseEvent, meant: readonly ChatEvent[]) => "began" | "ended" | "failed" | null;

/** The verdict of formats whose events say it all: an error before an end before a start, where one event means several. */
export const byMeaning: EventVerdict = (_, meant) => {
  let said: ReturnType<EventVerdict> = null;
  for (const { type } of meant) {
    if (type === "error") return "failed";
    if (type === "end") said = "ended";
    else if (type === "start") said ??= "began";
  }
  return said;
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
  order: StreamOrder = { hasStart: false, hasEnd: true },
  reading: Reading = blind,
): StreamReader => new Follower(terminal, verdict, order, reading);

/** One object a stream: there may be thousands that are quiet. */
class Follower implements StreamReader {
  readonly terminal: string;
  readonly hasEnd: boolean;
  readonly isEventStream: boolean;
  readonly #verdict: EventVerdict;
  readonly #hasStart: boolean;
  readonly #events: EventReader;
  readonly #report: Report;
  readonly #frames: SseReader;
  #state: "open" | "ended" | "failed" = "open";
  #hasBegun: boolean;
  #warnings = 0;
  #isEnding = false;
  /** The last event could not be read, so it may have been the one that ends the stream. */
  #isInDoubt = false;

  constructor(terminal: string, verdict: EventVerdict, { hasStart, hasEnd }: StreamOrder, reading: Reading) {
    this.terminal = terminal;
    this.hasEnd = hasEnd;
    this.isEventStream = reading.frames === undefined;
    this.#verdict = verdict;
    this.#hasStart = hasStart;
    this.#hasBegun = !hasStart;
    this.#events = reading.events;
    this.#report = reportOf(reading.measure);
    this.#frames = (reading.frames ?? sseReader)((event) => this.#take(event));
  }

  read(bytes: Uint8Array): void {
    this.#frames.read(bytes);
  }

  end(): void {
    this.#isEnding = true;
    this.#frames.end();
  }

  state(): StreamState {
    return this.#state === "open" && (this.#isInDoubt || this.#frames.isOff()) ? "unreadable" : this.#state;
  }

  warnings(): number {
    return this.#warnings;
  }

  atBoundary(): boolean {
    return this.#frames.atBoundary();
  }

  reported(): Reported {
    return this.#report.value();
  }

  #take(event: SseEvent): void {
    if (this.#state === "failed") return;
    const meant = meaningOf(event, this.#events);
    const said = this.#verdict(event, meant);
    this.#isInDoubt = said === null && !this.#isEnding && isUnreadable(event, meant); // what the end cuts off is half an event
    for (const one of meant) this.#report.take(one);
    const isLate = this.#state === "ended" && this.hasEnd;
    const isAgain = said === "began" && this.#hasStart && this.#hasBegun;
    if (isLate || isAgain || (said === "ended" && !this.#hasBegun)) this.#warnings++;
    if (said === "began") this.#hasBegun = true;
    else this.#state = said ?? this.#state;
  }
}

/** Looking never hurts: whatever is wrong with a reader, the bytes go on. */
const meaningOf = (event: SseEvent, events: EventReader): readonly ChatEvent[] => {
  try {
    return events.read(event);
  } catch {
    return [];
  }
};

const isUnreadable = ({ data }: SseEvent, meant: readonly ChatEvent[]): boolean =>
  data !== "" && meant.every(isUnknown) && parsedJson(data) === undefined;

const isUnknown = ({ type }: ChatEvent): boolean => type === "unknown";

/** Sees no more of a stream than its end. */
const blind: Reading = { events: { read: () => [] }, measure: () => 0 };

/** Whether a content type announces server-sent events. */
export const isEventStream = (contentType: string): boolean => /^text\/event-stream\b/i.test(contentType);
