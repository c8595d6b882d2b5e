import { expect, test } from "bun:test";
import { summaryLines, unknownLines } from "../../../../cli/dashboard/request/summary.ts";
import type { RequestDetail } from "../../../../src/core/request-detail.ts";
import { oneHit } from "../../../support/dashboard-requests.ts";
import { cutDetail, limitedDetail, lookedAt, okDetail, runningDetail } from "../../../support/request-details.ts";

const rows = (detail: RequestDetail, width = 76) =>
  summaryLines(detail, lookedAt, width).map((line) => line.map(({ text }) => text).join(""));
const row = (label: string, detail: RequestDetail) => rows(detail).find((text) => text.startsWith(label)) ?? "";
const { summary } = okDetail;
if (summary === null) throw new Error("It has ended.");

test("another model than the one asked for is named, else none", () => {
  expect(row("Model", okDetail)).toBe("");
  expect(row("Model", { ...okDetail, summary: { ...summary, modelUsed: "glm-5" } })).toContain(
    "glm-5, asked for glm-4.6",
  );
});

test("what never left says so, and a second try is counted", () => {
  expect(row("Upstream", { ...okDetail, summary: { ...summary, upstream: null }, url: null })).toContain(
    "none: it never left",
  );
  expect(row("Upstream", { ...okDetail, attempts: 2 })).toContain("attempt 2 of 2");
});

test("an address is told without what stands behind its host", () => {
  expect(row("Upstream", { ...okDetail, url: "https://api.example/v1/messages?key=secret" })).toContain(
    "(https://api.example)",
  );
});

test("one that runs has no outcome and no price yet", () => {
  expect(row("Outcome", runningDetail)).toContain("runs for 12.4 s: the answer is coming, last bytes 100 ms ago");
  expect(row("Cost", runningDetail)).toContain("known at its end");
});

test("what went wrong comes with a reason and a next step, what went well with none", () => {
  for (const detail of [cutDetail, limitedDetail]) expect([row("Why?", detail), row("Next", detail)]).not.toContain("");
  expect([row("Why?", okDetail), row("Next", okDetail)]).toEqual(["", ""]);
});

test("where not all is seen at once, how it ended is seen first", () => {
  const first = (width: number) => rows(cutDetail, width)[0];

  expect(first(76)).toStartWith("Client");
  expect(first(40)).toStartWith("Outcome");
});

test("what nobody knows any more is said with the reason, where there is one", () => {
  const text = (problem: string | null) =>
    unknownLines("r_1", problem)
      .flat()
      .map((piece) => piece.text)
      .join("");

  expect(text(null)).toContain("Nobody knows r_1 any more");
  expect(text("The proxy does not answer.")).toBe("  The proxy does not answer.");
});

test("an outcome begins with the status, or with the letters of what went wrong", () => {
  expect([okDetail, limitedDetail, cutDetail].map((detail) => row("Outcome", detail).split(/ +/)[1])).toEqual([
    ...["200", "429", "SD"],
  ]);
});

test("an answer out of our cache says so, how old it was, and what was not spent again", () => {
  const headers = [["x-proxy-cache", "hit; age=130"]] as const;
  const hit = { ...okDetail, summary: oneHit, url: null, answer: { status: 200, headers, bytes: 20 } };

  expect(row("Upstream", hit)).toContain("(cache): nobody was asked");
  expect(row("Tokens", hit)).toContain("none: no model was asked");
  expect(row("Cost", hit)).toContain("$0");
  expect(rows(hit, 120).find((text) => text.startsWith("Hit"))).toContain(
    "an answer of earlier, 2m10 old; not spent again: in 1,000, out 88, $0.002",
  );
  expect(rows({ ...hit, answer: null }, 120).find((text) => text.startsWith("Hit"))).toContain("of earlier; not");
  expect(row("Hit", okDetail)).toBe("");
});
