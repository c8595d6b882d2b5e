import { expect, test } from "bun:test";
import fc from "fast-check";
import { visible } from "../../../cli/output/visible.ts";
import { anyText } from "../../../scripts/fuzz/any-text.ts";

test("S-33: a model name cannot colour, clear or turn round the terminal", () => {
  expect(visible("\x1b[2Jgpt\x07")).toBe("\\u{1b}[2Jgpt\\u{7}");
  expect(visible("abc\u202edef")).toBe("abc\\u{202e}def");
  expect(visible("日本語 é 👩‍💻".replace("\u200d", ""))).toBe("日本語 é 👩💻");
});

test("no text has a control character left", () => {
  fc.assert(
    fc.property(anyText(), (text) => !/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(visible(text))),
  );
});
