import { expect, test } from "bun:test";
import { ByUse } from "../../src/lib/by-use.ts";

const filled = (keys: readonly string[]): ByUse<number> => {
  const values = new ByUse<number>();
  keys.forEach((key, index) => {
    values.use(key, index);
  });
  return values;
};

test("the one that was not used the longest is the oldest", () => {
  const values = filled(["a", "b", "c"]);
  expect(values.oldest()).toBe("a");
  values.use("a", 7);
  expect(values.oldest()).toBe("b");
  values.delete("b");
  expect([values.oldest(), values.size, [...values.values()]]).toEqual(["c", 2, [2, 7]]);
});

test("an empty one has no oldest, and one that was emptied begins anew", () => {
  const values = filled(["a"]);
  expect(new ByUse().oldest()).toBeNull();
  expect(values.oldest()).toBe("a");
  values.delete("a");
  expect(values.oldest()).toBeNull();
  values.use("b", 1);
  expect(values.oldest()).toBe("b");
});

test("of more than may be kept the longest unused goes", () => {
  const values = new ByUse<number>(2);

  for (const [at, key] of ["a", "b", "a", "c"].entries()) values.use(key, at);

  expect([...values.entries()]).toEqual([
    ["a", 2],
    ["c", 3],
  ]);
});

test("whatever is used and deleted in whatever order, the oldest is the first of a list that is kept beside it", () => {
  const values = new ByUse<number>();
  let list: string[] = [];
  let seed = 1;
  const random = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let step = 0; step < 20_000; step++) {
    const key = `k${random(60)}`;
    list = list.filter((one) => one !== key);
    if (random(3) > 0) {
      values.use(key, step);
      list.push(key);
    } else values.delete(key);
    if (random(4) === 0) expect(values.oldest()).toBe(list[0] ?? null);
  }
  expect(values.size).toBe(list.length);
});
