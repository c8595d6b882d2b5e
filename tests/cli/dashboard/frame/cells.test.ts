import { expect, test } from "bun:test";
import fc from "fast-check";
import { fit, fitEnd, plain } from "../../../../cli/dashboard/frame/cells.ts";
import { runs } from "../../../support/runs.ts";

test("texts without surprises stay as they are", () => {
  expect(plain("claude-sonnet-4-5 │ 41.2k …")).toBe("claude-sonnet-4-5 │ 41.2k …");
});

test.each([
  ["模型", "····"],
  ["a😀b", "a··b"],
  ["👨‍👩‍👧", "··"],
  ["e\u0301", "é"],
  ["x\u001b[31m", "x\\u{1b}[31m"],
  ["\u202ertl", "\\u{202e}rtl"],
  ["a\nb", "a\\u{a}b"],
  ["a שלום b", "a ···· b"],
  ["نموذج-4 ٣", "·····-4 ·"],
])("X-08 %j is shown as %j", (text, cells) => {
  expect(plain(text)).toBe(cells);
});

test("X-08 whatever a text is, its length is its width and nothing in it can move the cursor", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      const cells = plain(text);
      expect(Bun.stringWidth(cells)).toBe(cells.length);
      expect(cells).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
    runs(200),
  );
});

test("S-33 nothing in a text runs from the right: no terminal turns a row round", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0x0590, max: 0x08ff }), { maxLength: 30 }), (codes) => {
      expect(plain(String.fromCodePoint(...codes))).toMatch(/^[\x20-\x7e·]*$/);
    }),
    runs(200),
  );
});

test("a line of ten million signs takes no longer than the part that is seen", () => {
  expect(plain("模".repeat(10_000_000)).length).toBeLessThan(5000);
});

test("fitting fills up and cuts on the side that is asked for", () => {
  expect([fit("abc", 5), fit("abc", 5, "right"), fit("abcdef", 4), fit("abc", 0)]).toEqual([
    "abc  ",
    "  abc",
    "abc…",
    "",
  ]);
});

test("what begins alike is cut so that its end is seen", () => {
  expect([fitEnd("s_88wp8iiudlhe", 8), fitEnd("> * s_88wp8iiudlhe", 12, 4), fitEnd("s_1", 5)]).toEqual([
    "…iiudlhe",
    "> * …iiudlhe",
    "s_1  ",
  ]);
});
