import { expect, test } from "bun:test";
import { smartTruncate } from "../../../src/memory/condense/smart-truncate.ts";

test("both ends stay, and lines between them that tell of trouble", () => {
  const lines = Array.from({ length: 100 }, (_, at) => (at === 50 ? "Error: no such file src/a.ts" : `line ${at}`));
  const text = smartTruncate.apply(lines.join("\n"), {}, () => null) ?? "";
  expect(text.split("\n").slice(0, 8)).toEqual(lines.slice(0, 8));
  expect(text.split("\n").slice(-12)).toEqual(lines.slice(-12));
  expect(text).toContain("[79 lines left out: proxy-cli memory show m_");
  expect(text).toContain("Error: no such file src/a.ts");
});

test("what is short has nothing between its ends", () => {
  expect(smartTruncate.apply("one\ntwo", {}, () => null)).toBeNull();
});
