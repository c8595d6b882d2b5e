import { expect, test } from "bun:test";
import { spanAt } from "../../src/budgets/period.ts";

test("a day goes from midnight to midnight by the clock on the wall, also where it has 23 or 25 hours", () => {
  for (const date of [new Date(2026, 2, 29, 12), new Date(2026, 9, 25, 12), new Date(2026, 1, 28, 23, 59)]) {
    const { startsAt, endsAt } = spanAt("day", date.getTime());

    expect([new Date(startsAt).getHours(), new Date(endsAt ?? 0).getHours()]).toEqual([0, 0]);
    expect(new Date(endsAt ?? 0).getDate()).not.toBe(date.getDate());
    expect(spanAt("day", endsAt ?? 0).name).not.toBe(spanAt("day", startsAt).name);
  }
});

test("a month ends with its last day, a session by itself", () => {
  expect(spanAt("month", new Date(2026, 11, 31).getTime())).toMatchObject({
    name: "2026-12",
    endsAt: new Date(2027, 0, 1).getTime(),
  });
  expect(spanAt("session", 5)).toEqual({ name: "", startsAt: 0, endsAt: null });
});
