import { expect, test } from "bun:test";
import { flagsFrom } from "../../cli/flags.ts";
import { lastHours, periodFrom, today } from "../../cli/period.ts";

const now = new Date(2026, 10, 21, 15, 30).getTime();
const hour = 3_600_000;
const period = (options: Readonly<Record<string, unknown>>) => periodFrom(flagsFrom(options, "stats"), now);

test("without a word it is the last 24 hours", () => {
  expect(period({})).toMatchObject({ since: now - 24 * hour, until: now, isOpen: true, words: "last 24 hours" });
});

test("hours, days, today and since", () => {
  expect(period({ hours: "168" })).toMatchObject({ since: now - 168 * hour, words: "last 7 days" });
  expect(period({ hours: "1" }).words).toBe("last hour");
  expect(period({ days: "2" })).toMatchObject({ since: now - 48 * hour, words: "last 2 days" });
  expect(period({ today: true })).toMatchObject({ since: new Date(2026, 10, 21).getTime(), words: "today" });
  expect(period({ since: "90m" }).since).toBe(now - 1.5 * hour);
});

test("a wrong time is answered with the command that was typed", () => {
  const tried = (options: Readonly<Record<string, unknown>>): unknown => {
    try {
      return periodFrom(flagsFrom(options, "sessions"), now, "sessions");
    } catch (thrown) {
      return thrown;
    }
  };

  for (const options of [{ since: "soon" }, { hours: "1", today: true }, { since: "2027-01-01" }])
    expect(tried(options)).toMatchObject({ hint: "Try: proxy-cli sessions --since 2h" });
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

test("a time has an end, where one is named", () => {
  expect(period({ since: "2026-11-02", until: "2026-11-03T12:00" })).toMatchObject({
    since: new Date(2026, 10, 2).getTime(),
    until: new Date(2026, 10, 3, 12).getTime(),
    isOpen: false,
    words: "since 2026-11-02 00:00 until 2026-11-03 12:00",
  });
  expect(() => period({ since: "1h", until: "2h" })).toThrow("before the beginning");
  expect(() => period({ since: "2999-01-01" })).toThrow("--since is not in the past");
  expect(() => period({ until: "soon" })).toThrow('--until takes a date, a time or a duration, got "soon"');
});

test("it is compared with as long a time before it, today with yesterday until this time", () => {
  expect(period({ hours: "168" }).before).toEqual({
    since: now - 336 * hour,
    until: now - 168 * hour,
    words: "the 7 days before",
  });
  expect(period({ today: true }).before).toEqual({
    since: new Date(2026, 10, 20).getTime(),
    until: now - 24 * hour,
    words: "yesterday until this time",
  });
});

test("no hours at all is no time", () => {
  expect(() => period({ hours: "0" })).toThrow("--hours takes a whole number from 1 up");
});

test("what the dashboard names is the same as what is typed", () => {
  expect(today(now)).toEqual(period({ today: true }));
  expect(lastHours(168, now)).toEqual(period({ days: "7" }));
});
