import { expect, test } from "bun:test";
import { flagsFrom } from "../../cli/flags.ts";
import { periodFrom } from "../../cli/period.ts";

const now = new Date(2026, 10, 21, 15, 30).getTime();
const hour = 3_600_000;
const period = (options: Readonly<Record<string, unknown>>) => periodFrom(flagsFrom(options, "stats"), now);

test("without a word it is the last 24 hours", () => {
  expect(period({})).toEqual({ since: now - 24 * hour, words: "last 24 hours" });
});

test("hours, days, today and since", () => {
  expect(period({ hours: "168" })).toEqual({ since: now - 168 * hour, words: "last 7 days" });
  expect(period({ hours: "1" }).words).toBe("last hour");
  expect(period({ days: "2" })).toEqual({ since: now - 48 * hour, words: "last 2 days" });
  expect(period({ today: true })).toEqual({ since: new Date(2026, 10, 21).getTime(), words: "today" });
  expect(period({ since: "90m" }).since).toBe(now - 1.5 * hour);
});

test("a date means midnight here, not in Greenwich", () => {
  expect(period({ since: "2026-11-02" }).since).toBe(new Date(2026, 10, 2).getTime());
  expect(period({ since: "2026-11-02T09:30" }).words).toBe("since 2026-11-02 09:30");
});

test("what is no time, or two of them, is told", () => {
  expect(() => period({ since: "soon" })).toThrow('got "soon"');
  expect(() => period({ since: "12" })).toThrow('got "12"');
  expect(() => period({ hours: "1", today: true })).toThrow("--hours and --today");
});
