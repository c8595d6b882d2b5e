import { expect, test } from "bun:test";
import { asciiOnly } from "../../../cli/output/ascii.ts";

test("our signs have stand-ins of the same width, other people's text stays", () => {
  expect(asciiOnly("cut… a→b │ 你好 café")).toBe("cut~ a>b | 你好 café");
  expect(Bun.stringWidth(asciiOnly("…→·─│✓"))).toBe(Bun.stringWidth("…→·─│✓"));
});
