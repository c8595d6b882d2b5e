import { expect, test } from "bun:test";
import { createShelf, keepAside } from "../../src/upstream/aside.ts";

const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(7);

test("what was kept comes back in its pieces, once", () => {
  const aside = keepAside(createShelf(100), 50);
  for (const length of [1, 20, 0, 9]) aside.keep(bytes(length));

  expect(aside.taken()?.map(({ length }) => length)).toEqual([1, 20, 0, 9]);
  expect(aside.taken()).toBeNull();
});

test("an answer beyond its limit is not kept, and gives its place back at once", () => {
  const shelf = createShelf(100);
  const large = keepAside(shelf, 50);
  for (let count = 0; count < 6; count++) large.keep(bytes(10));

  expect(large.taken()).toBeNull();
  expect(shelf.take(100)).toBe(true);
});

test("a full shelf takes no more until something is given back", () => {
  const shelf = createShelf(100);
  const [first, second, third] = [keepAside(shelf), keepAside(shelf), keepAside(shelf)];
  first.keep(bytes(90));
  second.keep(bytes(20));

  expect(second.taken()).toBeNull();
  expect(first.taken()).toHaveLength(1);
  third.keep(bytes(20));
  expect(third.taken()).toHaveLength(1);
});
