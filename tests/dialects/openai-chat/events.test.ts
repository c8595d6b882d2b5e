import { expect, test } from "bun:test";
import { readStream } from "../../../src/dialects/openai-chat/events.ts";
import { testStreamReader } from "../stream-suite.ts";

const stateAfter = testStreamReader({
  readStream,
  more: 'data: {"choices":[{"delta":{"content":"[DONE] {\\"error\\":1}"}}]}\n\n',
  ending: "data: [DONE]\n\n",
  failure: 'data: {"error":{"message":"x"}}\n\n',
  terminal: "[DONE]",
});

test("so does Mistral's own, which says `object` in the place of `error`", () => {
  const said = (json: string) => stateAfter(`data: ${json}\n\n`);

  expect(said('{"object":"error","message":"Internal server error","type":"internal_server_error"}')).toBe("failed");
  expect(said('{ "object" : "error" , "message": "x"}')).toBe("failed");
  expect(said('{"object":"chat.completion.chunk","choices":[]}')).toBe("open");
  expect(said('{"object":"error_report","choices":[]}')).toBe("open");
  expect(said('{"id":"1","choices":[{"delta":{"content":"{\\"object\\":\\"error\\","}}]}')).toBe("open");
});
