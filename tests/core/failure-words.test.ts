import { expect, test } from "bun:test";
import { type FailureCode, failures } from "../../src/core/errors.ts";
import { failureWords } from "../../src/core/failure-words.ts";

test("every error has words without signs that only programs use", () => {
  expect(failureWords("upstream_refused")).toBe("connection refused");
  for (const code of Object.keys(failures) as FailureCode[]) expect(failureWords(code)).toMatch(/^[A-Za-z][A-Za-z ]+$/);
});
