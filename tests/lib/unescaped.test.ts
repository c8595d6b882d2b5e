import { expect, test } from "bun:test";
import { unescaped } from "../../src/lib/unescaped.ts";

test("escapes are read, and what is none stays as it is", () => {
  expect(unescaped("gemini%2D2.5%20pro")).toBe("gemini-2.5 pro");
  expect(unescaped("100%")).toBe("100%");
  expect(unescaped("%ff")).toBe("%ff");
});
