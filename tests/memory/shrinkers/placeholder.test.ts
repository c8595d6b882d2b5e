import { expect, test } from "bun:test";
import { idOf, leftOut, originalId } from "../../../src/memory/shrinkers/placeholder.ts";
import { contentHash } from "../../../src/memory/transcript/hash.ts";

test("what stands for something left out says what it was and how to get it back", () => {
  expect(leftOut("412 lines", originalId("a"))).toMatch(
    /^\[412 lines left out: proxy-cli memory show m_[a-z0-9]{10}\]$/,
  );
});

test("a text has one name, by its words or by their hash, and no other text has it", () => {
  expect(idOf(contentHash("a"))).toBe(originalId("a"));
  expect(originalId("b")).not.toBe(originalId("a"));
});
