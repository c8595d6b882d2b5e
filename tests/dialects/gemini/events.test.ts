import { expect, test } from "bun:test";
import { readStream } from "../../../src/dialects/gemini/events.ts";
import { testStreamReader } from "../stream-suite.ts";

testStreamReader({
  readStream,
  more: 'data: {"candidates":[{"content":{"parts":[{"text":"\\"finishReason\\" error"}]}}]}\r\n\r\n',
  ending: 'data: {"candidates":[{"finishReason":"STOP"}]}\r\n\r\n',
  failure: 'data: {"error":{"code":500}}\r\n\r\n',
  terminal: "a finishReason",
});

const read = (text: string, cut = text.length) => {
  const reader = readStream(
    "application/json; charset=UTF-8",
    (said) => said.length,
    "/v1beta/models/m:streamGenerateContent",
  );
  const bytes = new TextEncoder().encode(text);
  reader?.read(bytes.subarray(0, cut));
  reader?.read(bytes.subarray(cut));
  reader?.end();
  return reader;
};
const list = `[{"candidates":[{"content":{"parts":[{"text":"hé"}]}}]}
,
{"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":3}}]`;

test("a stream without server-sent events is one list: its last bracket ends it, and its usage is seen, in any split", () => {
  for (let cut = 0; cut < list.length; cut++) {
    const reader = read(list, cut);

    expect(reader?.state()).toBe("ended");
    expect(reader?.reported()).toMatchObject({ usage: { inputTokens: 5, outputTokens: 3 }, deliveredTokens: 2 });
  }
});

test("a list without its last bracket is open, one with an error has failed, and no event of ours fits into it", () => {
  expect(read(list.slice(0, -1))?.state()).toBe("open");
  expect(read('[{"error":{"code":503,"message":"no"}}]')?.state()).toBe("failed");
  expect(read(list)?.isEventStream).toBe(false);
  expect(readStream("application/json", undefined, "/v1beta/models/m:generateContent")).toBeNull();
});

test("a chunk that is no JSON ends a stream all the same where it says so; where only its text does, nobody knows", () => {
  const stateAfter = (data: string) => {
    const reader = readStream("text/event-stream");
    reader?.read(new TextEncoder().encode(`data: ${data}\r\n\r\n`));
    return reader?.state();
  };

  expect(stateAfter('{"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":NaN}}')).toBe("ended");
  expect(stateAfter('{"promptFeedback":{"blockReason":"SAFETY"},"n":NaN}')).toBe("ended");
  expect(stateAfter('{"error":{"code":NaN}}')).toBe("failed");
  expect(stateAfter('{"candidates":[{"content":{"parts":[{"text":"\\"finishReason\\""}]}}],"n":NaN}')).toBe(
    "unreadable",
  );
});

test("a stream of several candidates ends with the last of them, and so do its counts", () => {
  const reader = readStream("text/event-stream");
  const after = (chunk: object) => {
    reader?.read(new TextEncoder().encode(`data: ${JSON.stringify(chunk)}\r\n\r\n`));
    return reader?.state();
  };
  const parts = [{ text: "one" }];

  expect(after({ candidates: [{ content: { parts } }, { index: 1, content: { parts } }] })).toBe("open");
  expect(after({ candidates: [{ finishReason: "STOP" }], usageMetadata: { candidatesTokenCount: 2 } })).toBe("open");
  expect(after({ candidates: [{ index: 1, content: { parts } }] })).toBe("open");
  expect(after({ candidates: [{ index: 1, finishReason: "STOP" }], usageMetadata: { candidatesTokenCount: 9 } })).toBe(
    "ended",
  );
  expect(reader?.reported()).toMatchObject({ usage: { outputTokens: 9 } });
});
