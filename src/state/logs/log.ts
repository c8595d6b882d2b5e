import { createJournal, type Journal, type JournalOptions } from "./journal.ts";

/** The levels, least important first. */
export const logLevels = ["debug", "info", "warn", "error"] as const;

/** How much a line matters. */
export type LogLevel = (typeof logLevels)[number];

/** What a line may tell besides its message; never a header, a body or a URL with a query. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** The daemon's log. */
export type Log = Omit<Journal, "add"> & {
  readonly write: (level: LogLevel, message: string, fields?: LogFields) => void;
  /** Whether lines of this level are kept; asked before a costly line is made. */
  readonly keeps: (level: LogLevel) => boolean;
  readonly setLevel: (level: LogLevel) => void;
};

/** A log in this file that keeps lines of this level and above. */
export const createLog = ({ level, ...options }: JournalOptions & { readonly level: LogLevel }): Log => {
  const { add, ...journal } = createJournal(options);
  let least = logLevels.indexOf(level);
  const keeps = (lineLevel: LogLevel): boolean => logLevels.indexOf(lineLevel) >= least;
  return {
    ...journal,
    write: (lineLevel, message, fields = {}) => {
      if (keeps(lineLevel)) add({ level: lineLevel, message, ...fields });
    },
    keeps,
    setLevel: (wanted) => {
      least = logLevels.indexOf(wanted);
    },
  };
};
