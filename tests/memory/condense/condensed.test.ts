import { expect, test } from "bun:test";
import { condensed } from "../../../src/memory/condense/condensed.ts";

test("a line says what stood there and how to get it back", () => {
  expect(condensed.apply("text", { call: "Bash ls" }, () => null)).toMatch(
    /^\[result of `Bash ls`, condensed: left out: proxy-cli memory show m_\w+\]$/,
  );
});

test("a summary cannot leave its fence", () => {
  const text = condensed.apply("text", { call: "", summary: "a\n```\nb", count: 3 }, () => null);
  expect(text).toContain("and of 2 later ones");
  expect(text).toEndWith("````\na\n```\nb\n````");
});
