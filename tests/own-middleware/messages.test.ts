import { expect, test } from "bun:test";
import { kindIn, reportIn } from "../../src/own-middleware/messages.ts";

test("what a thread reports is taken for what it is", () => {
  expect(reportIn({ type: "loaded", error: null })).toEqual({ type: "loaded", error: null });
  expect(reportIn({ type: "said", ticket: 3, said: { note: "x" } })).toEqual({
    type: "said",
    ticket: 3,
    said: { note: "x" },
  });
  expect(reportIn({ type: "threw", ticket: 0, what: "RangeError" })).toEqual({
    type: "threw",
    ticket: 0,
    what: "RangeError",
  });
});

test("D-20: what a middleware sends by itself is nothing", () => {
  for (const sent of [null, undefined, 5, "said", [], {}, { type: "said", ticket: "0" }, { type: "odd", ticket: 0 }])
    expect(reportIn(sent)).toBe(null);
});

test("S-53: of an error only its kind is told, and nothing that may be a key or a word of anybody's", () => {
  expect(kindIn("TypeError")).toBe("TypeError");
  for (const what of ["sk-ant-secret-in-words", "no.", "n".repeat(100), "", Symbol(), 5, null])
    expect(kindIn(what)).toBe("something");
});
