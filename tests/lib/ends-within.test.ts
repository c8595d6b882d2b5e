import { expect, test } from "bun:test";
import { endsWithin } from "../../src/lib/ends-within.ts";

test("what ends in time is told from what does not", async () => {
  expect(await endsWithin(Promise.resolve(), 10_000)).toBe(true);
  expect(await endsWithin(new Promise(() => undefined), 1)).toBe(false);
});
