import type { Meaning, Paint } from "./colour.ts";
import { signOf } from "./ending.ts";
import { bytes, timeOfDay, waited } from "./units.ts";
import { visible } from "./visible.ts";

/** The levels, least important first. */
export const logLevels = ["debug", "info", "warn", "error"] as const;

/** How much a line matters. */
export type LogLevel = (typeof logLevels)[number];

/** A line of the daemon's log. */
export type LogLine = { readonly level: LogLevel; readonly fields: Readonly<Record<string, unknown>> };

/** A line out of the file; one that is no JSON (a crash in the middle of it) counts as an error. */
export const readLogLine = (line: string): LogLine => {
  const fields = parsed(line) ?? { level: "error", message: line };
  const usual = fields["level"] === undefined ? "info" : "error"; // who changed what, and times, have no level
  return { level: logLevels.find((known) => known === fields["level"]) ?? usual, fields };
};

/** A line as people read it: time, level, who, what. */
export const logLineText = ({ level, fields }: LogLine, paint: Paint): string => {
  const { at, level: _, message, action, ...rest } = fields;
  const time = typeof at === "string" ? timeOfDay(Date.parse(at)) : "--:--:--";
  const sign = paint(meanings[level], level.toUpperCase().padEnd(5));
  const text = message === "request" ? requestText(rest) : [...said(message ?? action), ...pairs(rest)].join("  ");
  return `${time} ${sign}  ${text}`;
};

const said = (message: unknown): readonly string[] => (message === undefined ? [] : [shown(message)]);

const meanings: Readonly<Record<LogLevel, Meaning>> = { debug: "muted", info: "ok", warn: "warning", error: "error" };

/** The parts of a request that everybody looks for stand in fixed places; all others follow by name. */
const requestText = (fields: LogLine["fields"]): string => {
  const { id, method, path, client, upstream, model, status, outcome, error, bytesIn, bytesOut, ms, why, ...rest } =
    fields;
  const ending =
    typeof error === "string" ? `${shown(outcome)} ${shown(error)}` : outcome === "--" ? "" : shown(outcome);
  return [
    shown(id),
    `${signIn(status, outcome)} ${shown(upstream ?? "-")} ${shown(model ?? "-")}`.padEnd(34),
    ending,
    `${shown(method)} ${shown(path)}`,
    typeof ms === "number" ? waited(ms) : "",
    `in ${size(bytesIn)} out ${size(bytesOut)}`,
    typeof client === "string" ? shown(client) : "",
    ...pairs(rest),
  ]
    .filter((part) => part !== "")
    .join("  ");
};

/** The sign that every face shows: what it was answered with, or how it broke. */
const signIn = (status: unknown, outcome: unknown): string =>
  signOf({ status: typeof status === "number" ? status : null, outcome: shown(outcome ?? "--") }).sign;

const size = (count: unknown): string => bytes(typeof count === "number" ? count : null);

const pairs = (fields: LogLine["fields"]): readonly string[] =>
  Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [`${visible(name)}=${shown(value)}`]));

const shown = (value: unknown): string => visible(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

const parsed = (line: string): Readonly<Record<string, unknown>> | null => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
};
