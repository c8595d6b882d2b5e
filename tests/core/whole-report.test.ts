import { describe, expect, test } from "bun:test";
import { briefReportIn, reportIn } from "../../src/core/whole-report.ts";
import { small, smallEvent } from "../support/small-dialect.ts";

const report = (text: string) => reportIn(new TextEncoder().encode(text), small, (words) => words.length);

const usage = { input: 7, output: 3 };
const told = { usage: { inputTokens: 7, outputTokens: 3 }, deliveredTokens: 5, model: "m", error: null, anomalies: 0 };

describe("an answer tells the same", () => {
  test("as an object", () => {
    expect(report(JSON.stringify({ model: "m", text: "hello", usage, stop: "done" }))).toMatchObject({
      ...told,
      stop: { said: "done" },
    });
  });

  test("as a list of chunks", () => {
    expect(
      report(` [${JSON.stringify({ model: "m", text: "hel" })}, {"text":"lo"}, {"usage":{"input":7,"output":3}}]`),
    ).toMatchObject(told);
  });

  test("as a stream without its label", () => {
    expect(
      report(smallEvent({ model: "m", text: "hello" }) + smallEvent({ usage }) + smallEvent({ end: 1 })),
    ).toMatchObject(told);
  });
});

test("an error in the place of an answer is told as one, with the usage that came along", () => {
  expect(report('{"error":"no"}')).toMatchObject({ error: { message: "no" }, usage: null });
  expect(report('{"error":"no","usage":{"input":4}}')).toMatchObject({
    error: { message: "no" },
    usage: { inputTokens: 4, outputTokens: null },
  });
});

test("U-34: counts that cannot be meant are unknown, and counted", () => {
  expect(report('{"usage":{"input":-5,"output":1e308,"cached":"12","thought":0}}')).toMatchObject({
    usage: { inputTokens: null, outputTokens: null, cacheReadTokens: 12, reasoningTokens: 0 },
    anomalies: 3,
  });
});

test.each(["", "   ", '{"half":', "[1,", '"text"x', "<html>"])("%p tells nothing, and throws nothing", (text) => {
  expect(report(text)?.usage ?? null).toBeNull();
});

describe("of a large answer", () => {
  const text = "a word \\n".repeat(9000);
  const brief = (answer: object) => {
    const bytes = Buffer.from(JSON.stringify(answer));
    return briefReportIn([bytes.subarray(0, 40_000), bytes.subarray(40_000)], small);
  };

  test("only the small fields are read where its vendor has counted it", () => {
    expect(brief({ model: "m", text, usage, stop: "done" })).toMatchObject({
      ...told,
      deliveredTokens: 3,
      stop: { said: "done" },
    });
  });

  test("all of it has to be read where the vendor has not, or where it is no object", () => {
    expect(brief({ model: "m", text })).toBeNull();
    expect(brief({ model: "m", text, usage: { input: 7 } })).toBeNull();
    expect(brief([{ text, usage }])).toBeNull();
  });

  test("a small one is read as it is", () => {
    expect(briefReportIn([Buffer.from(JSON.stringify({ usage }))], small)).toBeNull();
  });
});
