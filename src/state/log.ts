import { constants } from "node:fs";
import { type FileHandle, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { makePrivateFolder } from "../lib/private-file.ts";
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

type Options = {
  /** Null: no line is kept. */
  readonly file: string | null;
  readonly level: LogLevel;
  readonly now: () => number;
  /** When it is full. */
  readonly maxFileBytes?: number;
  /** Hears why lines were dropped. */
  readonly onTrouble?: (why: string) => void;
};

const groupMs = 100;
const maxWaiting = 10_000;
const usualMaxFileBytes = 20 * 1024 * 1024;

/** A log in this file. A full file is moved to `<file>.1`, whose predecessor goes. */
export const createLog = ({ file, level, now, onTrouble, maxFileBytes = usualMaxFileBytes }: Options): Log => {
  const timestamp = timestamps();
  const write = async (text: string): Promise<void> => (file === null ? undefined : append(file, text, maxFileBytes));
  const lines = lineWriter(write, onTrouble);
  let least = logLevels.indexOf(level);
  return {
    write: (lineLevel, message, fields = {}) => {
      if (logLevels.indexOf(lineLevel) < least) return;
      lines.add(() => `${JSON.stringify({ at: timestamp(now()), level: lineLevel, message, ...fields })}\n`);
    },
    keeps: (lineLevel) => logLevels.indexOf(lineLevel) >= least,
    setLevel: (wanted) => {
      least = logLevels.indexOf(wanted);
    },
    dropped: lines.dropped,
    redactions: lines.redactions,
    flush: lines.flush,
  };
};

/** Lines on their way to where they are written: one write at a time, so that only so many wait while a disk hangs. */
const lineWriter = (write: (text: string) => Promise<void>, onTrouble: Options["onTrouble"]) => {
  let waiting: string[] = [];
  let dropped = 0;
  let redactions = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let writing: Promise<void> | null = null;
  const writeWaiting = async (): Promise<void> => {
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      const text = lines.join("");
      const clean = redacted(text);
      if (clean !== text) redactions++;
      try {
        await write(clean);
      } catch (thrown) {
        dropped += lines.length; // a full disk must not stop traffic; `status` tells the count
        onTrouble?.(reasonOf(thrown));
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
    add: (line: () => string): void => {
      if (waiting.length >= maxWaiting) {
        dropped++;
        return;
      }
      waiting.push(line());
      timer ??= setTimeout(() => void flush(), groupMs);
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

/** A log is never written through a link: it could lead to any file of the user's. */
const appending = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;

/** Opens the file each time, so that one that was moved away is begun anew, and a folder that is gone is made again. */
const append = async (file: string, text: string, maxFileBytes: number): Promise<void> => {
  const handle = await openForMore(file, maxFileBytes).catch((thrown: unknown) => {
    if (reasonOf(thrown) !== "ENOENT") throw thrown;
    makePrivateFolder(dirname(file));
    return openForMore(file, maxFileBytes);
  });
  try {
    await handle.appendFile(text);
  } finally {
    await handle.close();
  }
};

/** Open for more lines; a full file has been moved aside. */
const openForMore = async (file: string, maxFileBytes: number): Promise<FileHandle> => {
  const handle = await open(file, appending, 0o600);
  const { size, mode } = await handle.stat();
  if (size === 0 && (mode & 0o077) !== 0) await handle.chmod(0o600);
  if (size <= maxFileBytes) return handle;
  await handle.close();
  await rename(file, `${file}.1`);
  return open(file, appending, 0o600);
};

const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error && "code" in thrown ? String(thrown.code) : "unknown";
