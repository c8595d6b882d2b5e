import { expect, test } from "bun:test";
import { readStream } from "../../../src/dialects/openai-chat/events.ts";
import { bytesOf } from "../trouble.ts";

const more = bytesOf('data: {"choices":[{"delta":{"content":"[DONE] {\\"error\\":1}"}}]}\n\n');
const ending = bytesOf("data: [DONE]\n\n");
const failure = bytesOf('data: {"error":{"message":"x"}}\n\n');

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

test("so does Mistral's own, which says `object` in the place of `error`", () => {
  const said = (json: string) => stateAfter(more, bytesOf(`data: ${json}\n\n`));

  expect(said('{"object":"error","message":"Internal server error","type":"internal_server_error"}')).toBe("failed");
  expect(said('{ "object" : "error" , "message": "x"}')).toBe("failed");
  expect(said('{"object":"chat.completion.chunk","choices":[]}')).toBe("open");
  expect(said('{"object":"error_report","choices":[]}')).toBe("open");
  expect(said('{"id":"1","choices":[{"delta":{"content":"{\\"object\\":\\"error\\","}}]}')).toBe("open");
});

test("what is no event stream is not followed", () => {
  expect(readStream("application/json")).toBeNull();
  expect(readStream("")).toBeNull();
});

test("the missing end has a name", () => {
  expect(readStream("text/event-stream")?.terminal).toBe("[DONE]");
});
