import { expect, test } from "bun:test";
import { AdmissionRate } from "../../src/server/admission-rate.ts";

/** How many of so many that come every millisecond are taken, in a second. */
const takenBy = (rate: AdmissionRate, from: number, each: number): number => {
  let taken = 0;
  for (let at = 1; at <= 1000; at++) for (let one = 0; one < each; one++) if (rate.takes(from + at)) taken++;
  return taken;
};

test("as many are taken in a second as it says, evenly, and all where fewer come", () => {
  const rate = new AdmissionRate(2, 0);

  expect(takenBy(rate, 0, 10)).toBeWithin(1990, 2012);
  expect(takenBy(new AdmissionRate(2, 0), 0, 1)).toBe(1000);
});

test("after a pause a few come at once, and not all that could have come in it", () => {
  const rate = new AdmissionRate(2, 0);
  takenBy(rate, 0, 10);

  let atOnce = 0;
  while (rate.takes(60_000)) atOnce++;

  expect(atOnce).toBe(60);
});

test("it falls to four fifths of what was finished and no further, and rises step by step", () => {
  const rate = new AdmissionRate(10, 0);

  for (let at = 0; at < 100; at++) rate.lower(2);
  expect(rate.perMs).toBeCloseTo(1.6, 6);
  rate.raise();
  expect(rate.perMs).toBeCloseTo(1.68, 6);
});

test("ten a second are always taken", () => {
  const rate = new AdmissionRate(0, 0);
  for (let at = 0; at < 100; at++) rate.lower(0);

  expect(takenBy(rate, 0, 5)).toBeWithin(15, 25); // ten at once, ten in the second
});
