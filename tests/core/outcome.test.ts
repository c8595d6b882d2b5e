import { expect, test } from "bun:test";
import { ended } from "../../src/core/outcome.ts";

test("a proper end has no error, whatever the vendor's status was", () => {
  expect(ended(529)).toEqual({ code: "--", status: 529, error: null });
});
