import { createParser } from "eventsource-parser";

/** One server-sent event: its name (`message` when the stream gave none) and its data lines, joined. */
export type SseEvent = { readonly name: string; readonly data: string };

/** Reads a server-sent event stream in any split of its bytes. */
export type SseReader = {
  readonly read: (bytes: Uint8Array) => void;
  /** Tells that no more bytes come; a last event without its blank line is then read too. */
  readonly end: () => void;
  /** Whether reading has been given up: an event beyond the limit, or bytes that are no such stream. */
  readonly isOff: () => boolean;
  /** Whether the bytes so far end with a blank line, between two events. */
  readonly atBoundary: () => boolean;
};

const lineFeed = 10;
const carriageReturn = 13;

/**
 * A reader that calls back for each event and never throws. One event larger than `maxEventBytes` switches the
 * reading off for good: looking must not cost memory without bound.
 */
export const sseReader = (onEvent: (event: SseEvent) => void, maxEventBytes = 8 * 1024 * 1024): SseReader => {
  const decoder = new TextDecoder();
  let off = false;
  let hasBegun = false;
  let tail: readonly [number, number, number, number] = [lineFeed, lineFeed, lineFeed, lineFeed];
  const parser = createParser({
    maxBufferSize: maxEventBytes,
    onEvent: ({ event, data }) => onEvent({ name: event ?? "message", data }),
    onError: (error) => {
      if (error.type === "max-buffer-size-exceeded") off = true;
    },
  });
  const feed = (text: string): void => {
    if (!hasBegun && text.trim() !== "") {
      hasBegun = true;
      off = /^\s*[{[<]/.test(text); // JSON or a page: no line of an event stream begins so, whatever its label says
    }
    if (off) return;
    try {
      parser.feed(text);
    } catch {
      off = true; // What cannot be read still goes through; only the view of it is lost.
    }
  };
  return {
    read: (bytes) => {
      if (bytes.length === 0) return;
      tail = lastFour(tail, bytes);
      feed(decoder.decode(bytes, { stream: true }));
    },
    end: () => feed("\n\n"),
    isOff: () => off,
    atBoundary: () => isBlankLine(tail),
  };
};

const lastFour = (tail: readonly [number, number, number, number], bytes: Uint8Array): typeof tail => {
  const at = (back: number): number => bytes[bytes.length - back] ?? tail[4 - back + bytes.length] ?? lineFeed;
  return [at(4), at(3), at(2), at(1)];
};

/** `\n\n`, `\r\r` and `\r\n\r\n` all end an event. */
const isBlankLine = ([a, b, c, d]: readonly [number, number, number, number]): boolean =>
  (c === lineFeed && d === lineFeed) ||
  (c === carriageReturn && d === carriageReturn) ||
  (a === carriageReturn && b === lineFeed && c === carriageReturn && d === lineFeed);
