import { expect, test } from "bun:test";
import { expiryWords } from "../../../cli/tokens/list.ts";

test("until when a token holds is told in a few words", () => {
  const now = Date.now();

  expect(expiryWords(null, now)).toBe("it is revoked");
  expect(expiryWords(now - 1, now)).toBe("expired");
  expect(expiryWords(now + 60_000, now)).toMatch(/^\d\d:\d\d|\d/);
});
