import { ProxyError } from "../src/core/errors.ts";
import type { Flags } from "./flags.ts";
import { dayOf, readDuration, timeOfDay } from "./output/units.ts";

/** From when to when, without the end. */
export type Span = { readonly since: number; readonly until: number };

/** A time that was asked about, in words, and the one that it is compared with. */
export type Period = Span & {
  readonly words: string;
  readonly before: Span & { readonly words: string };
  /** Whether it goes on until now, so that what has just ended belongs to it. */
  readonly isOpen: boolean;
};

const hourMs = 3_600_000;

/** The time that --hours, --days, --today or --since name, up to --until; the last 24 hours without one of them. */
export const periodFrom = (flags: Flags, now: number, command = "stats"): Period => {
  const example = `${command} --since 2h`;
  const given = ["hours", "days", "today", "since"].filter((name) => flags.has(name));
  if (given.length > 1) throw usage(`One time is enough, got --${given.join(" and --")}.`, example);
  const start = startFrom(flags, now, example);
  const ending = flags.text("until");
  const until =
    ending === null ? now : sinceTime(ending, now, "stats --since 2026-11-02 --until 2026-11-03", "until").since;
  if (ending === null && until <= start.since) throw usage("--since is not in the past.", example);
  if (until <= start.since) throw usage("--until is before the beginning.", "stats --since 2d --until 1d");
  return periodOf(start, until, ending !== null);
};

/** Today so far. */
export const today = (now: number): Period => periodOf(sinceMidnight(now), now);

/** The last hours up to now. */
export const lastHours = (hours: number, now: number): Period => periodOf(hoursAgo(hours, now), now);

const periodOf = ({ since, words, beforeWords, isDay }: Start, until: number, hasEnd = false): Period => {
  const length = until - since;
  const ago = isDay === true ? since - new Date(since).setDate(new Date(since).getDate() - 1) : length;
  return {
    since,
    until,
    isOpen: !hasEnd,
    words: hasEnd ? `${words} until ${atMinute(until)}` : words,
    before: { since: since - ago, until: until - ago, words: beforeWords },
  };
};

type Start = { readonly since: number; readonly words: string; readonly beforeWords: string; readonly isDay?: boolean };

const startFrom = (flags: Flags, now: number, example: string): Start => {
  const since = flags.text("since");
  if (since !== null) return { ...sinceTime(since, now, example), beforeWords: "as long before" };
  if (flags.has("today")) return sinceMidnight(now);
  const days = flags.whole("days", 1);
  return hoursAgo(days === null ? (flags.whole("hours", 1) ?? 24) : days * 24, now);
};

const sinceMidnight = (now: number): Start => ({
  since: new Date(now).setHours(0, 0, 0, 0),
  words: "today",
  beforeWords: "yesterday until this time",
  isDay: true,
});

const hoursAgo = (hours: number, now: number): Start => {
  const words = hoursInWords(hours);
  return { since: now - hours * hourMs, words, beforeWords: `the ${words.replace("last ", "")} before` };
};

const hoursInWords = (hours: number): string => {
  if (hours === 1) return "last hour";
  return hours % 24 === 0 && hours > 24 ? `last ${hours / 24} days` : `last ${hours} hours`;
};

const atMinute = (at: number): string => `${dayOf(at)} ${timeOfDay(at).slice(0, 5)}`;

/**
 * The time that a date, a time or a duration names; a date without a time is midnight here, not in Greenwich. Throws
 * `usage` with what may be tried instead.
 */
export const sinceTime = (
  text: string,
  now: number,
  example: string,
  option = "since",
): { readonly since: number; readonly words: string } => {
  const ago = /[a-z]$/.test(text) ? readDuration(text) : null;
  const at = ago === null ? Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text) : now - ago;
  if (/^\d*$/.test(text) || Number.isNaN(at))
    throw usage(`--${option} takes a date, a time or a duration, got "${text}".`, example);
  return { since: at, words: `since ${atMinute(at)}` };
};

const usage = (what: string, example: string): ProxyError =>
  new ProxyError("usage", what, { hint: `Try: proxy-cli ${example}` });
