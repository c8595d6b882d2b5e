import { expect, test } from "bun:test";
import { dayThere, evenTimes, hourThere, zoneNamed } from "../../src/lib/zone.ts";

const hour = (zone: string, at: string) => hourThere(Date.parse(at), zoneNamed(zone));

test.each([
  ["UTC", "2026-11-02T09:59:00Z", "2026-11-02T09:00Z"],
  ["Europe/Berlin", "2026-11-02T23:30:00Z", "2026-11-03T00:00+01:00"],
  ["America/New_York", "2026-07-01T00:00:00Z", "2026-06-30T20:00-04:00"],
  ["Asia/Kathmandu", "2026-11-02T00:20:00Z", "2026-11-02T06:00+05:45"],
])("an hour in %s of %s is %s", (zone, at, name) => {
  expect(hour(zone, at)).toBe(name);
});

test("the hour that comes twice in autumn has two names, and the one that is left out in spring none", () => {
  const berlin = (at: string) => hour("Europe/Berlin", at);

  expect(berlin("2026-10-25T00:30:00Z")).toBe("2026-10-25T02:00+02:00");
  expect(berlin("2026-10-25T01:30:00Z")).toBe("2026-10-25T02:00+01:00");
  expect([berlin("2026-03-29T00:59:00Z"), berlin("2026-03-29T01:00:00Z")]).toEqual([
    "2026-03-29T01:00+01:00",
    "2026-03-29T03:00+02:00",
  ]);
});

test("a day ends at midnight there", () => {
  const zone = zoneNamed("Europe/Berlin");

  expect(dayThere(Date.parse("2026-03-29T21:59:00Z"), zone)).toBe("2026-03-29"); // this day has 23 hours
  expect(dayThere(Date.parse("2026-03-29T22:00:00Z"), zone)).toBe("2026-03-30");
});

test("a name that is no zone is refused", () => {
  expect(() => zoneNamed("Mars/Olympus")).toThrow(RangeError);
});

test("a year is cut where the clocks are changed, and nowhere else", () => {
  const [from, to] = [Date.parse("2026-01-01T00:00:00Z"), Date.parse("2026-12-31T23:59:00Z")];
  const cut = (zone: string) =>
    evenTimes(from, to, zoneNamed(zone)).map((time) => [new Date(time.from).toISOString(), time.aheadMs / 3_600_000]);

  expect(cut("Europe/Berlin")).toEqual([
    ["2026-01-01T00:00:00.000Z", 1],
    ["2026-03-29T01:00:00.000Z", 2],
    ["2026-10-25T01:00:00.000Z", 1],
  ]);
  expect(cut("Asia/Kathmandu")).toEqual([["2026-01-01T00:00:00.000Z", 5.75]]);
  expect(evenTimes(from, to, zoneNamed("Europe/Berlin")).at(-1)?.to).toBe(to);
});
