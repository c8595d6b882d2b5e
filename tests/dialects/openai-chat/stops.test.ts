import { expect, test } from "bun:test";
import { readStop, writeStop } from "../../../src/dialects/openai-chat/stops.ts";

test("a word of the format stays the word that it was", () => {
  for (const said of ["stop", "length", "tool_calls", "function_call", "content_filter", "model_length", "sensitive"])
    expect(writeStop(readStop(said), true)).toBe(said);
});

test("a word that nobody knows goes back to who speaks this format alone", () => {
  expect(writeStop(readStop("network_error"), true)).toBe("network_error");
  expect(writeStop(readStop("RECITATION"), false)).toBe("stop");
});

test("other formats' reasons become the nearest word", () => {
  const said = "x";

  expect(writeStop({ reason: "max-tokens", said, sequence: null }, false)).toBe("length");
  expect(writeStop({ reason: "refusal", said, sequence: null }, false)).toBe("content_filter");
  expect(writeStop({ reason: "stop-sequence", said, sequence: "END" }, false)).toBe("stop");
});
