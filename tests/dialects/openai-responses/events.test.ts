import { expect, test } from "bun:test";
import { readStream, writeStreamError } from "../../../src/dialects/openai-responses/events.ts";
import { bytesOf, limited } from "../trouble.ts";

const more = bytesOf('event: response.output_text.delta\ndata: {"delta":"response.completed"}\n\n');
const ending = bytesOf("event: response.completed\ndata: {}\n\n");
const failure = bytesOf("event: response.failed\ndata: {}\n\n");

const stateAfter = (...chunks: readonly Uint8Array[]): string | undefined => {
  const reader = readStream("text/event-stream; charset=utf-8");
  for (const chunk of chunks) reader?.read(chunk);
  reader?.end();
  return reader?.state();
};

test("a stream is open until its last event, whatever the text in between talks of", () => {
  expect(stateAfter()).toBe("open");
  expect(stateAfter(more)).toBe("open");
  expect(stateAfter(more, ending)).toBe("ended");
});

test("the last event counts in any split", () => {
  for (let cut = 0; cut < ending.length; cut++)
    expect(stateAfter(more, ending.subarray(0, cut), ending.subarray(cut))).toBe("ended");
});

test("a vendor's own error makes a stream a failed one, and nothing takes that back", () => {
  expect(stateAfter(more, failure)).toBe("failed");
  expect(stateAfter(failure, ending)).toBe("failed");
});

test("what is no event stream is not followed", () => {
  expect(readStream("application/json")).toBeNull();
  expect(readStream("")).toBeNull();
});

test("the missing end has a name", () => {
  expect(readStream("text/event-stream")?.terminal).toBe("response.completed");
});

test("an answer that was cut short by its own limit has ended, too", () => {
  expect(stateAfter(bytesOf('event: response.incomplete\ndata: {"type":"response.incomplete"}\n\n'))).toBe("ended");
});

test("an error of ours is one error event, outside the vendor's numbering", () => {
  const event = writeStreamError(limited);

  expect(event).toStartWith("event: error\ndata: ");
  expect(JSON.parse(event.split("data: ")[1] ?? "")).toEqual({
    type: "error",
    code: "draining",
    message: "The proxy stops.",
    param: null,
    sequence_number: 0,
  });
});
