import { expect, test } from "bun:test";
import { type Alerts, sameMs, type Told, withAlert, withAny } from "../../../../cli/dashboard/data/alert-list.ts";

const now = 1_800_000_000_000;
const told = (key: string, more: Partial<Told> = {}): Told => ({
  key,
  tone: "warning",
  text: key,
  request: null,
  ...more,
});
const after = (...keys: readonly string[]): Alerts =>
  keys.reduce<Alerts>((list, key) => withAlert(list, told(key), now), []);

test("the same thing is counted and comes to the front; ten minutes later it is news again", () => {
  expect(after("a", "b", "a").map(({ key, count }) => [key, count])).toEqual([
    ["a", 2],
    ["b", 1],
  ]);
  expect(withAlert(after("a"), told("a"), now + sameMs).map(({ count }) => count)).toEqual([1, 1]);
});

test("what is known of a cost is added up, and fifty are enough", () => {
  const costly = (costMicros: number | null) => told("c", { costMicros });

  expect(
    [costly(40), costly(null), costly(2)].reduce<Alerts>((list, one) => withAlert(list, one, now), [])[0],
  ).toMatchObject({
    costMicros: 42,
    count: 3,
  });
  expect(after(...Array.from({ length: 300 }, (_, at) => `k${at}`)).length).toBe(50);
});

test("where there is nothing to tell the list is the same", () => {
  const alerts = after("a");

  expect(withAny(alerts, null, now)).toBe(alerts);
});
