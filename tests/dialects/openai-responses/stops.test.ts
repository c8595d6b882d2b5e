import { expect, test } from "bun:test";
import { readStop, writeStop } from "../../../src/dialects/openai-responses/stops.ts";

const cut = (reason: string) => ({ status: "incomplete", incomplete_details: { reason } });

test("how a response ended is in its status and in what it ended with", () => {
  expect(readStop({ status: "completed" }, [{ type: "text" }])?.reason).toBe("end");
  expect(readStop({ status: "completed" }, [{ type: "text" }, { type: "tool-call" }])?.reason).toBe("tool-call");
  expect(readStop({ status: "completed" }, [{ type: "refusal" }])?.reason).toBe("refusal");
  expect(readStop(cut("max_output_tokens"), [])?.reason).toBe("max-tokens");
  expect(readStop(cut("content_filter"), [])?.reason).toBe("filtered");
  expect(readStop({ status: "in_progress" }, [])).toBeNull();
});

test("what was read is written as it was", () => {
  for (const fields of [cut("max_output_tokens"), cut("content_filter"), cut("a_later_one")])
    expect(writeStop(readStop(fields, []), true)).toEqual(fields);
  const completed = { status: "completed", incomplete_details: null };
  expect(writeStop(readStop(completed, [{ type: "tool-call" }]), true)).toEqual(completed);
  expect(writeStop(null, true)).toEqual({ status: "in_progress", incomplete_details: null });
});

test("another format's word does not become a reason here", () => {
  expect(writeStop({ reason: "other", said: "RECITATION", sequence: null }, false)["status"]).toBe("completed");
});
