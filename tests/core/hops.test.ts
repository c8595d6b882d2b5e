import { expect, test } from "bun:test";
import { hopsOf } from "../../src/core/hops.ts";

const withHops = (value: string): number => hopsOf(new Headers({ "x-proxy-hop": value }));

test("a request that came through no proxy has no hops", () => {
  expect(hopsOf(new Headers())).toBe(0);
});

test("a count is read as it is", () => {
  expect(withHops("2")).toBe(2);
});

test("whatever is no plain number starts the count anew, so that a circle still ends", () => {
  for (const odd of ["abc", "-7", "1e9", "Infinity", "", "3, 3", "0x9"]) expect(withHops(odd)).toBe(0);
});
