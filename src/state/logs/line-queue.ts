import { redacted } from "../../lib/redact.ts";
import { shown } from "./shown-text.ts";

/** Lines on their way to where they are written: one write at a time, so that only so many wait while a disk hangs. */
export type LineQueue = {
  readonly add: (line: () => string) => void;
  /** Lines that could not be kept. */
  readonly dropped: () => number;
  /** Times that a key had to be taken out of what was to be written. */
  readonly redactions: () => number;
  readonly flush: () => Promise<void>;
};

const groupMs = 100;
const maxWaiting = 10_000;

/** Lines may hold the beginning of bodies. */
const maxWaitingLetters = 16 * 1024 * 1024;

/** A queue in front of `write`; `onTrouble` hears why lines were dropped. */
export const createLineQueue = (
  write: (text: string) => Promise<void>,
  onTrouble: (why: string) => void = () => undefined,
): LineQueue => {
  let waiting: string[] = [];
  let letters = 0;
  let dropped = 0;
  let redactions = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let writing: Promise<void> | null = null;
  const writeWaiting = async (): Promise<void> => {
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      letters = 0;
      const text = lines.join("");
      const clean = redacted(text);
      if (clean !== text) redactions++;
      try {
        await write(shown(clean));
      } catch (thrown) {
        dropped += lines.length; // a full disk must not stop traffic; `status` tells the count
        onTrouble(reasonOf(thrown));
      }
    }
  };
  const flush = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing ??= writeWaiting().finally(() => {
      writing = null;
    });
    return writing;
  };
  return {
    add: (line) => {
      if (waiting.length >= maxWaiting || letters >= maxWaitingLetters) {
        dropped++;
        return;
      }
      const text = line();
      waiting.push(text);
      letters += text.length;
      timer ??= setTimeout(() => void flush(), groupMs);
    },
    dropped: () => dropped,
    redactions: () => redactions,
    flush,
  };
};

/** The system's word for what went wrong. */
export const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error && "code" in thrown ? String(thrown.code) : "unknown";
