import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";
import type { Flags } from "../flags.ts";
import { paintWith } from "../output/colour.ts";
import { type LogLevel, logLevels, logLineText, readLogLine } from "../output/log-line.ts";
import { sinceTime } from "../period.ts";

/** Which lines of the log are asked for, and how many of the latest; Infinity = all of them. */
export type Wanted = { readonly isWanted: (line: string) => boolean; readonly count: number };

/** How many lines without a word about it. */
const usualCount = 50;

/** Reads --level, --since, --request, --grep and --lines; a line has to fit all that are there. Throws `usage`. */
export const wantedFrom = (flags: Flags, now: number): Wanted => {
  const least = logLevels.indexOf(levelFrom(flags.text("level") ?? "debug"));
  const since = sinceFrom(flags.text("since"), now);
  const request = flags.text("request");
  const pattern = patternFrom(flags.text("grep"));
  // Who names a time or a request wants all of it.
  const isNarrow = since !== null || request !== null;
  return {
    count: flags.whole("lines") ?? (isNarrow ? Number.POSITIVE_INFINITY : usualCount),
    isWanted: (line) => {
      const read = readLogLine(line);
      const { at, id } = read.fields;
      if (logLevels.indexOf(read.level) < least) return false;
      if (request !== null && id !== request) return false;
      // Of a line without a time nobody can say that it is older.
      if (since !== null && typeof at === "string" && Date.parse(at) < since) return false;
      return pattern === null || pattern.test(logLineText(read, plain));
    },
  };
};

const plain = paintWith(0);

const sinceFrom = (text: string | null, now: number): number | null =>
  text === null ? null : sinceTime(text, now, "logs --since 10m").since;

const patternFrom = (text: string | null): RegExp | null => {
  if (text === null) return null;
  try {
    return new RegExp(text, "u");
  } catch (cause) {
    throw new ProxyError("usage", `--grep takes a regular expression, and "${text}" is none.`, {
      hint: 'Try: proxy-cli logs --grep "429|CUT"',
      cause,
    });
  }
};

const levelFrom = (word: string): LogLevel => {
  const found = logLevels.find((known) => known === word.toLowerCase());
  if (found !== undefined) return found;
  throw new ProxyError("usage", `There is no level "${word}". Known: ${logLevels.join(", ")}.`, {
    hint: `Try: proxy-cli logs --level ${nearest(word, logLevels) ?? "warn"}`,
  });
};
