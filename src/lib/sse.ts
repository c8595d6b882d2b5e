import { createParser, type EventSourceParser } from "eventsource-parser";

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

type OnEvent = (event: SseEvent) => void;

/**
 * A reader that calls back for each event and never throws. One event larger than `maxEventBytes` switches the
 * reading off for good: looking must not cost memory without bound.
 */
export const sseReader = (onEvent: OnEvent, maxEventBytes = 8 * 1024 * 1024): SseReader =>
  new Reader(onEvent, maxEventBytes);

/** Thousands of streams are quiet at a time: between two events, and two letters, one holds no parser and no decoder. */
class Reader implements SseReader {
  readonly #onEvent: OnEvent;
  readonly #maxEventBytes: number;
  #lent: Lent | null = null;
  /** Null = the bytes so far do not end within a letter. */
  #decoder: TextDecoder | null = null;
  #tail = lineFeeds;
  #isFresh = true;
  #hasBegun = false;
  #isOff = false;

  constructor(onEvent: OnEvent, maxEventBytes: number) {
    this.#onEvent = onEvent;
    this.#maxEventBytes = maxEventBytes;
  }

  read(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#tail = lastFour(this.#tail, bytes);
    this.#feed(this.#textOf(bytes));
    if (isOver(this.#tail)) this.#giveBack();
  }

  end(): void {
    this.#feed("\n\n");
    this.#giveBack();
  }

  isOff(): boolean {
    return this.#isOff;
  }

  atBoundary(): boolean {
    return isOver(this.#tail) || (this.#tail & 0xffff) === 0x0d0d;
  }

  #textOf(bytes: Uint8Array): string {
    const isWhole = (bytes[bytes.length - 1] ?? 0) < 0x80;
    const decoder = this.#decoder ?? (isWhole ? wholeLetters : newDecoder());
    this.#decoder = isWhole ? null : decoder;
    const text = decoder.decode(bytes, { stream: !isWhole });
    if (!this.#isFresh || text === "") return text;
    this.#isFresh = false;
    return text.startsWith(byteOrderMark) ? text.slice(1) : text;
  }

  #feed(text: string): void {
    if (!this.#hasBegun && text.trim() !== "") {
      this.#hasBegun = true;
      this.#isOff = /^\s*[{[<]/.test(text); // JSON or a page: no line of an event stream begins so, whatever its label says
    }
    if (this.#isOff) return;
    this.#lent ??= lend(this.#onEvent, this.#maxEventBytes);
    try {
      this.#lent.parser.feed(text);
    } catch {
      this.#lent.hasFailed = true; // What cannot be read still goes through; only the view of it is lost.
    }
    if (!this.#lent.hasFailed) return;
    this.#isOff = true;
    this.#lent = null;
  }

  #giveBack(): void {
    if (this.#lent !== null) giveBack(this.#lent);
    this.#lent = null;
  }
}

/** A parser that is lent to one stream for one event or more. */
type Lent = {
  readonly parser: EventSourceParser;
  readonly maxEventBytes: number;
  onEvent: OnEvent;
  hasFailed: boolean;
};

/** More are not kept: so many streams are hardly ever within an event at a time. */
const mostIdle = 64;

const idle: Lent[] = [];
const nobody: OnEvent = () => undefined;

/** Behind a blank line a parser knows nothing of its stream any more, so the next stream can have it. */
const giveBack = (lent: Lent): void => {
  lent.onEvent = nobody;
  lent.parser.reset();
  if (idle.length < mostIdle) idle.push(lent);
};

const lend = (onEvent: OnEvent, maxEventBytes: number): Lent => {
  const last = idle.pop();
  const lent = last?.maxEventBytes === maxEventBytes ? last : newParser(maxEventBytes);
  lent.onEvent = onEvent;
  return lent;
};

const newParser = (maxEventBytes: number): Lent => {
  const parser = createParser({
    maxBufferSize: maxEventBytes,
    onEvent: ({ event, data }) => lent.onEvent({ name: event ?? "message", data }),
    onError: (error) => {
      if (error.type === "max-buffer-size-exceeded") lent.hasFailed = true;
    },
  });
  const lent: Lent = { parser, maxEventBytes, onEvent: nobody, hasFailed: false };
  return lent;
};

const byteOrderMark = "\ufeff";

/** A mark that is not the very first letter is one like any other. */
const newDecoder = (): TextDecoder => new TextDecoder("utf-8", { ignoreBOM: true });
const wholeLetters = newDecoder();

/** The last four bytes as one number. */
const lineFeeds = 0x0a0a0a0a;

const lastFour = (tail: number, bytes: Uint8Array): number => {
  let last = tail;
  for (let at = Math.max(0, bytes.length - 4); at < bytes.length; at++) last = (last << 8) | (bytes[at] ?? 0);
  return last;
};

/** `\n\n` and `\r\n\r\n` end an event; so does `\r\r`, but its second half may still become a `\r\n`. */
const isOver = (tail: number): boolean => (tail & 0xffff) === 0x0a0a || tail === 0x0d0a0d0a;
