import { expect, test } from "bun:test";
import type { Found } from "../../../cli/test-context/find.ts";
import { differs, foundLines, overlay, windowOf } from "../../../cli/test-context/report.ts";
import { modelsIn } from "../../../src/config/models/load.ts";
import { pathsFrom } from "../../../src/config/paths.ts";

const found: Found = {
  ...{ fits: 127_872, tooLong: 128_128, said: 128_000, book: 128_000 },
  ...{ end: "known", isSilent: false, requests: 4 },
};
const here = { paths: pathsFrom({ HOME: "/home/me" }), env: { HOME: "/home/me" } };
const about = { list: "openai", model: "gpt-4o" };

test("the vendor's own figure counts where what went through bears it out", () => {
  expect(windowOf(found)).toBe(128_000);
  expect(windowOf({ ...found, said: 300_000 })).toBe(127_872);
  expect(windowOf({ ...found, tooLong: null, end: "cost" })).toBeNull();
});

test("a book that is right is told in a word", () => {
  expect(foundLines(found, about, here)).toEqual([
    "window      128,000 tokens, as the vendor says   (127,872 went through, 128,128 did not)",
    "price book  128,000 tokens: the same",
  ]);
});

test.each([100_000, null])("a book that says %p is told with the lines that put it right", (book) => {
  const lines = foundLines({ ...found, book }, about, here);

  expect(differs({ ...found, book })).toBe(book === null ? null : true);
  expect(lines.slice(2)).toEqual([
    "write it down in ~/.proxy-cli/models.yaml:",
    "  openai:",
    "    gpt-4o: { window: 128000 }",
    "then: proxy-cli reload",
  ]);
});

test("what was not found is not made up", () => {
  const lines = foundLines({ ...found, said: null, tooLong: null, end: "longest" }, about, here);

  expect(lines).toEqual(["window      not found: 127,872 went through", "price book  128,000 tokens"]);
});

test.each(["gpt-4o", "accounts/x/models/y", "qwen:7b", "yes it's odd"])(
  "the lines for %s are YAML that is understood",
  (model) => {
    const text = `${overlay("openai", model, 9000).join("\n")}\n`;

    expect(modelsIn(text, "models.yaml", ["openai"])).toMatchObject([{ pattern: model, windowTokens: 9000 }]);
  },
);
