import { appendFile, chmod, rename, stat } from "node:fs/promises";
import { redacted } from "../lib/redact.ts";

/** The levels, least important first. */
export const logLevels = ["debug", "info", "warn", "error"] as const;

/** How much a line matters. */
export type LogLevel = (typeof logLevels)[number];

/** What a line may tell besides its message; never a header, a body or a URL with a query. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** The daemon's log: JSON lines, written together and off the request path, dropped and counted when the disk fails. */
export type Log = {
  readonly write: (level: LogLevel, message: string, fields?: LogFields) => void;
  /** Whether lines of this level are kept; asked before a costly line is made. */
  readonly keeps: (level: LogLevel) => boolean;
  readonly setLevel: (level: LogLevel) => void;
  /** Lines that could not be kept. */
  readonly dropped: () => number;
  /** Times that a key had to be taken out of what was to be written; anything but 0 is a mistake of ours. */
  readonly redactions: () => number;
  readonly flush: () => Promise<void>;
};

type Options = { readonly file: string; readonly level: LogLevel; readonly now: () => number };

const groupMs = 100;
const maxWaiting = 10_000;
const maxFileBytes = 20 * 1024 * 1024;

/** A log in this file. A full file is moved to `<file>.1`, whose predecessor goes. */
export const createLog = ({ file, level, now }: Options): Log => {
  const timestamp = timestamps();
  let least = logLevels.indexOf(level);
  let waiting: string[] = [];
  let dropped = 0;
  let redactions = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let writing: Promise<void> = Promise.resolve();

  const flush = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const lines = waiting;
    waiting = [];
    if (lines.length === 0) return writing;
    const text = lines.join("");
    const clean = redacted(text);
    if (clean !== text) redactions++;
    writing = writing
      .then(() => append(file, clean))
      .catch(() => {
        dropped += lines.length; // a full disk must not stop traffic; `status` tells the count
      });
    return writing;
  };

  return {
    write: (lineLevel, message, fields = {}) => {
      if (logLevels.indexOf(lineLevel) < least) return;
      if (waiting.length >= maxWaiting) {
        dropped++;
        return;
      }
      const line = JSON.stringify({ at: timestamp(now()), level: lineLevel, message, ...fields });
      waiting.push(`${line}\n`);
      timer ??= setTimeout(() => void flush(), groupMs);
    },
    keeps: (lineLevel) => logLevels.indexOf(lineLevel) >= least,
    setLevel: (wanted) => {
      least = logLevels.indexOf(wanted);
    },
    dropped: () => dropped,
    redactions: () => redactions,
    flush,
  };
};

/** Lines come in bursts, and making the text of a moment costs as much as the rest of a line. */
const timestamps = (): ((at: number) => string) => {
  let last = 0;
  let text = "";
  return (at) => {
    if (at !== last) text = new Date(at).toISOString();
    last = at;
    return text;
  };
};

const append = async (file: string, text: string): Promise<void> => {
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  );
  if (size !== null && size > maxFileBytes) await rename(file, `${file}.1`);
  await appendFile(file, text, { mode: 0o600 });
  if (size === null) await chmod(file, 0o600);
};
