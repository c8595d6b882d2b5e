import { expect, test } from "bun:test";
import { isSameSecret } from "../../src/lib/secret.ts";

test("only the very same text is the same secret", () => {
  expect(isSameSecret("pxy_abc", "pxy_abc")).toBe(true);
  for (const other of ["", "pxy_ab", "pxy_abcd", "PXY_abc", "pxy_abc "])
    expect(isSameSecret(other, "pxy_abc")).toBe(false);
});
