import { expect, test } from "bun:test";
import { readNumbered, withoutGutter } from "../../../src/memory/lines/gutter.ts";

test("a line is told apart from the number before it", () => {
  expect(readNumbered("    12→\tcode")).toEqual({ number: 12, sign: "→", text: "\tcode" });
  expect(readNumbered("12: code")).toEqual({ number: null, sign: "", text: "12: code" });
  expect(withoutGutter("     1\ta\n     2\tb")).toBe("a\nb");
  expect(withoutGutter("a\n     2\tb")).toBe("a\n     2\tb");
});
