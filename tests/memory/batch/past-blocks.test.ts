import { expect, test } from "bun:test";
import fc from "fast-check";
import { pastBlocks } from "../../../src/memory/batch/past-blocks.ts";

test("what stands outside of the places stays to the letter, whatever it is", () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string(), (before, block, after) => {
      const cuts = [{ start: before.length, end: before.length + block.length, name: "env" }];
      const now = pastBlocks.apply(before + block + after, { cuts, id: "m_1" }, () => null);
      expect(now).toBe(`${before}<env>[as it was then, left out: proxy-cli memory show m_1]</env>${after}`);
    }),
  );
});

test("places that are not in the text lead to nothing", () => {
  expect(pastBlocks.apply("short", { cuts: [{ start: 0, end: 99, name: "env" }], id: "m_1" }, () => null)).toBeNull();
});
