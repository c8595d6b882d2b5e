import { expect, test } from "bun:test";
import { readStop, writeStop } from "../../../src/dialects/anthropic/stop.ts";

test("a stop is written as it was said, also one that nobody knows yet", () => {
  expect(writeStop(readStop("pause_turn", null))).toEqual({ stop_reason: "pause_turn", stop_sequence: null });
  expect(writeStop(readStop("stop_sequence", "END"))).toEqual({ stop_reason: "stop_sequence", stop_sequence: "END" });
  expect(readStop("constructor", null).reason).toBe("other");
  expect(writeStop(readStop("invented_later", null)).stop_reason).toBe("invented_later");
});

test("another vendor's word for a stop becomes Anthropic's own", () => {
  expect(writeStop({ reason: "tool-call", said: "tool_calls", sequence: null }).stop_reason).toBe("tool_use");
  expect(writeStop({ reason: "filtered", said: "SAFETY", sequence: null }).stop_reason).toBe("refusal");
});
