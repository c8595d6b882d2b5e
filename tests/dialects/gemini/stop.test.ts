import { expect, test } from "bun:test";
import { readStop, writeStop } from "../../../src/dialects/gemini/stop.ts";

test("a stop with a call in it is one for the tool, though Google says STOP", () => {
  expect(readStop("STOP", false)?.reason).toBe("end");
  expect(readStop("STOP", true)).toEqual({ reason: "tool-call", said: "STOP", sequence: null });
  expect(readStop("MAX_TOKENS", true)?.reason).toBe("max-tokens");
  expect(readStop(1, false)).toMatchObject({ reason: "end", said: "1" });
  expect(readStop(null, false)).toBeNull();
});

test("a stop is written as it was said; another vendor's gets Google's word", () => {
  for (const said of ["STOP", "SAFETY", "LATER_INVENTION", 2, 99]) {
    const stop = readStop(said, true);
    expect(stop && writeStop(stop)).toBe(said);
  }
  expect(writeStop({ reason: "max-tokens", said: "length", sequence: null })).toBe("MAX_TOKENS");
  expect(writeStop({ reason: "tool-call", said: "tool_use", sequence: null })).toBe("STOP");
});
