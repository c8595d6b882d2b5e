import { readStream } from "../../../src/dialects/gemini/events.ts";
import { testStreamReader } from "../stream-suite.ts";

testStreamReader({
  readStream,
  more: 'data: {"candidates":[{"content":{"parts":[{"text":"\\"finishReason\\" error"}]}}]}\r\n\r\n',
  ending: 'data: {"candidates":[{"finishReason":"STOP"}]}\r\n\r\n',
  failure: 'data: {"error":{"code":500}}\r\n\r\n',
  terminal: "a finishReason",
});
