import { expect, test } from "bun:test";
import { citing, located } from "../../src/core/citation.ts";

const page = { url: "https://example.com", title: null, span: null, said: null };

test("a citation is at its place, at its words, or behind the whole text", () => {
  const text = "So né 🚀.";

  expect(located({ ...page, span: { start: 3, end: 5 } }, text)).toMatchObject({ said: "né" });
  expect(located({ ...page, said: "🚀" }, text)).toMatchObject({ span: { start: 6, end: 8 }, said: "🚀" });
  for (const said of [null, "not there"])
    expect(located({ ...page, said }, text)).toMatchObject({ span: { start: 0, end: 9 }, said: text });
});

test("a block without any has no field for them", () => {
  expect(citing([])).toEqual({});
  expect(citing([page])).toEqual({ citations: [page] });
});
