import { expect, test } from "bun:test";
import { readRequest, writeRequest } from "../../../src/dialects/unified/request.ts";

const body = {
  provider: "mistral",
  model: "mistral-small",
  messages: [{ role: "user", content: "Hi" }],
  tools: [{ type: "function", function: { name: "f", parameters: {} } }],
  max_tokens: 9,
  temperature: 0.2,
};

test("a request names its provider, and is written as it was read", () => {
  const chat = readRequest(body, "/v1/chat");

  expect(chat).toMatchObject({ model: "mistral-small", stream: false, extras: { provider: "mistral" } });
  expect(chat.messages[0]?.origin).toEqual({ dialect: "unified", path: ["messages", 0] });
  expect(writeRequest(chat)).toEqual({ path: "/v1/chat", query: "", body });
});

test("a stream is asked for in the body or in the query", () => {
  expect(readRequest({ ...body, stream: true }, "/v1/chat").stream).toBe(true);
  expect(readRequest(body, "/v1/chat?stream=true").stream).toBe(true);
  expect(readRequest(body, "/v1/chat?stream=false").stream).toBe(false);
});
