import { expect, test } from "bun:test";
import { readStream, writeStreamError } from "../../../src/dialects/openai-responses/events.ts";
import { testStreamReader } from "../stream-suite.ts";
import { limited } from "../trouble.ts";

const stateAfter = testStreamReader({
  readStream,
  more: 'event: response.output_text.delta\ndata: {"delta":"response.completed"}\n\n',
  ending: "event: response.completed\ndata: {}\n\n",
  failure: "event: response.failed\ndata: {}\n\n",
  terminal: "response.completed",
});

test("an answer that was cut short by its own limit has ended, too", () => {
  expect(stateAfter('event: response.incomplete\ndata: {"type":"response.incomplete"}\n\n')).toBe("ended");
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
