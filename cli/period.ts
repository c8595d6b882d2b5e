import { ProxyError } from "../src/core/errors.ts";
import type { Flags } from "./flags.ts";
import { dayOf, readDuration, timeOfDay } from "./output/units.ts";

/** From when on, and in words. */
export type Period = { readonly since: number; readonly words: string };

const hourMs = 3_600_000;

/** The time that --hours, --days, --today or --since name; the last 24 hours without one of them. */
export const periodFrom = (flags: Flags, now: number): Period => {
  const given = ["hours", "days", "today", "since"].filter((name) => flags.has(name));
  if (given.length > 1) throw usage(`One time is enough, got --${given.join(" and --")}.`);
  const since = flags.text("since");
  if (since !== null) return sinceTime(since, now);
  if (flags.has("today")) return { since: new Date(now).setHours(0, 0, 0, 0), words: "today" };
  const days = flags.whole("days", 1);
  if (days !== null)
    return { since: now - days * 24 * hourMs, words: days === 1 ? "last 24 hours" : `last ${days} days` };
  const hours = flags.whole("hours", 1) ?? 24;
  return { since: now - hours * hourMs, words: hoursInWords(hours) };
};

const hoursInWords = (hours: number): string => {
  if (hours === 1) return "last hour";
  return hours % 24 === 0 && hours > 24 ? `last ${hours / 24} days` : `last ${hours} hours`;
};

/**
 * The time that a date, a time or a duration names; a date without a time is midnight here, not in Greenwich. Throws
 * `usage` with what may be tried instead.
 */
export const sinceTime = (text: string, now: number, example = "stats --since 2h"): Period => {
  const ago = /[a-z]$/.test(text) ? readDuration(text) : null;
  const at = ago === null ? Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text) : now - ago;
  if (/^\d*$/.test(text) || Number.isNaN(at))
    throw usage(`--since takes a date, a time or a duration, got "${text}".`, example);
  return { since: at, words: `since ${dayOf(at)} ${timeOfDay(at).slice(0, 5)}` };
};

const usage = (what: string, example = "stats --since 2h"): ProxyError =>
  new ProxyError("usage", what, { hint: `Try: proxy-cli ${example}` });
