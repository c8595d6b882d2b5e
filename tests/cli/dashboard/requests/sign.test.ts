import { expect, test } from "bun:test";
import { signOf } from "../../../../cli/dashboard/requests/sign.ts";

test.each([
  [null, null, ">>", "running"],
  ["--", 200, "200", "ok"],
  ["--", 429, "429", "warning"],
  ["--", 529, "529", "error"],
  ["SC", 502, "502", "error"],
  ["SD", 200, "CUT", "error"],
  ["CD", 200, "ABT", "muted"],
  ["PR", 403, "REF", "warning"],
] as const)("outcome %p with status %p is shown as %s", (outcome, status, sign, meaning) => {
  expect(signOf({ outcome, status })).toEqual({ sign, meaning });
});
