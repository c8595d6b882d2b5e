import { expect, test } from "bun:test";
import { editLines } from "../../../../cli/dashboard/request/edits.ts";
import { shortenedDetail } from "../../../support/request-details.ts";

const said = (...args: Parameters<typeof editLines>): string =>
  editLines(...args)
    .map((line) => line.map(({ text }) => text).join(""))
    .join("\n");

test("each piece tells by whom it was made shorter, by how much, and how it is had back", () => {
  const text = said(shortenedDetail, 0, 76);

  expect(text).toContain("3 pieces went out shorter: 2,650 → 320 tokens, -88%");
  expect(text).toContain("1  Bash npm test");
  expect(text).toContain("1,200 → 240 tokens by ansi, logs");
  expect(text).toContain("whole again: proxy-cli memory show m_7f3a9c21d0");
  expect(text).toContain("by clear, in this request's batch");
});

test("what is gone and what is new stand where they were, with signs and not by colour alone", () => {
  const text = said(shortenedDetail, 0, 76);

  expect(text).toContain("[-\\u{1b}[32m-]PASS[-\\u{1b}[0m-] src/a.test.ts");
  expect(text.replaceAll("\n  ", "")).toContain("-]{+[40 lines left out: proxy-cli memory show m_7f3a9c21d0]+}");
  expect(text).toContain("[-\\t-]done");
});

test("placeholders are marked by a colour of their own", () => {
  const marked = editLines(shortenedDetail, 0, 76).flatMap((line) => line.filter(({ tone }) => tone === "saved"));

  expect(marked.map(({ text }) => text).join("")).toContain("[40 lines left out: proxy-cli memory show m_7f3a9c21d0]");
});

test("of what is not kept only what went out is told, and of long texts that they go on", () => {
  expect(said(shortenedDetail, 0, 76)).toContain("What came is not kept as text; this went out:");
  expect(said(shortenedDetail, 0, 76)).toContain("Only the beginnings are told");
});

test("a request that went out as it came says so, and one whose pieces are forgotten how many they were", () => {
  const { summary } = shortenedDetail;
  const forgotten = { ...shortenedDetail, edits: [], summary: summary && { ...summary, memoryEdits: 3 } };
  const whole = { ...forgotten, summary: summary && { ...summary, memoryEdits: 0 } };

  expect(said(forgotten, 0, 76)).toContain("3 pieces went out shorter; which, is not kept any more.");
  expect(said(whole, 0, 76)).toContain("went out as it came");
});
