import { expect, test } from "bun:test";
import { Slices } from "../../src/lib/slices.ts";

test("slices of long work come one in each turn of the loop, and what was added first is finished first", async () => {
  const slices = new Slices();
  const seen: string[] = [];
  const work = (name: string, count: number): (() => boolean) => {
    let done = 0;
    return () => {
      seen.push(`${name}${++done}`);
      return done === count;
    };
  };
  let turns = 0;
  const turn = (): void => {
    seen.push("turn");
    if (++turns < 6) setImmediate(turn);
  };
  setImmediate(turn);

  const [first, second] = [slices.add(work("a", 2)), slices.add(work("b", 2))];
  await first;
  expect(seen.filter((one) => one !== "turn")).toEqual(["a1", "a2"]);
  await second;

  expect(seen.filter((one) => one !== "turn")).toEqual(["a1", "a2", "b1", "b2"]);
  expect(seen.join().replaceAll(/[ab]\d/g, "slice")).not.toContain("slice,slice");
});

test("what has been added and is not finished is counted", async () => {
  const slices = new Slices();
  const both = [slices.add(() => true), slices.add(() => true)];

  expect(slices.waiting()).toBe(2);
  await Promise.all(both);
  expect(slices.waiting()).toBe(0);
});
