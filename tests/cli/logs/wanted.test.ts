import { expect, test } from "bun:test";
import { flagsFrom } from "../../../cli/flags.ts";
import { wantedFrom } from "../../../cli/logs/wanted.ts";

const now = Date.parse("2026-11-02T12:00:00Z");
const wanted = (typed: Readonly<Record<string, string>>) => wantedFrom(flagsFrom(typed, "logs"), now);

const line = (more: Readonly<Record<string, unknown>> = {}) =>
  JSON.stringify({ at: "2026-11-02T11:30:00.000Z", level: "warn", message: "request", id: "r_1", ...more });

test("without a wish it is the latest 50 of every line", () => {
  const { isWanted, count } = wanted({});

  expect(count).toBe(50);
  expect(isWanted(line({ level: "debug" }))).toBe(true);
  expect(isWanted("a crash in the middle of a li")).toBe(true);
});

test("a level is the least one that is shown", () => {
  const { isWanted } = wanted({ level: "WARN" });

  expect(isWanted(line())).toBe(true);
  expect(isWanted(line({ level: "error" }))).toBe(true);
  expect(isWanted(line({ level: "info" }))).toBe(false);
});

test("a time and a request ask for all that there is of them", () => {
  const recent = wanted({ since: "40m" });
  const request = wanted({ request: "r_1" });

  expect([recent.count, request.count]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  expect(wanted({ since: "40m", lines: "3" }).count).toBe(3);
  expect(recent.isWanted(line())).toBe(true);
  expect(recent.isWanted(line({ at: "2026-11-02T11:19:59.000Z" }))).toBe(false);
  expect(request.isWanted(line())).toBe(true);
  expect(request.isWanted(line({ id: "r_12" }))).toBe(false);
});

test("an expression is held against the line as people read it, not against its JSON", () => {
  const { isWanted } = wanted({ grep: "^\\d\\d:\\d\\d:\\d\\d WARN +r_1 +429 cn " });

  expect(isWanted(line({ status: 429, upstream: "cn", model: "glm" }))).toBe(true);
  expect(isWanted(line({ status: 429, upstream: "international", model: "glm" }))).toBe(false);
});

test("all wishes count together", () => {
  const { isWanted } = wanted({ level: "warn", request: "r_1", since: "1h", grep: "glm" });

  expect(isWanted(line({ model: "glm" }))).toBe(true);
  expect(isWanted(line({ model: "gpt" }))).toBe(false);
  expect(isWanted(line({ model: "glm", level: "info" }))).toBe(false);
});

test("what cannot be meant is said, with something that works", () => {
  expect(() => wanted({ grep: "(" })).toThrow("--grep takes a regular expression");
  expect(() => wanted({ since: "soon" })).toThrow("--since takes a date, a time or a duration");
  expect(() => wanted({ level: "wran" })).toThrow('There is no level "wran"');
});
