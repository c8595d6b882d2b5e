import { expect, test } from "bun:test";
import type { Message } from "../../../src/core/chat.ts";
import { readRequest } from "../../../src/dialects/gemini/request.ts";
import { writeRequest } from "../../../src/dialects/gemini/write-request.ts";

const path = "/v1beta/models/m:streamGenerateContent";
const contents = [{ role: "user", parts: [{ text: "hi" }] }];

test("a request is written as it was read, with its model and stream in the path", () => {
  const body = {
    contents: [...contents, { role: "model", parts: [{ functionCall: { name: "n", args: {} } }] }],
    systemInstruction: { role: "user", parts: [{ text: "be short" }] },
    tools: [{ googleSearch: {} }],
    toolConfig: { functionCallingConfig: { mode: "AUTO" }, includeServerSideToolInvocations: true },
    generationConfig: { temperature: 0, responseModalities: ["TEXT"] },
    safetySettings: [],
  };

  expect(writeRequest(readRequest(body, path))).toEqual({ path, query: "alt=sse", body });
  expect(writeRequest(readRequest({ contents }, "/v1/models/m:generateContent"))).toEqual({
    ...{ path: "/v1beta/models/m:generateContent", query: "" },
    body: { contents },
  });
});

test("a system that speaks in the middle speaks in the instructions", () => {
  const read = readRequest({ contents }, path);
  const said: Message = {
    ...{ role: "developer", name: null, extras: {}, origin: null },
    blocks: [{ type: "text", text: "be short", extras: {}, origin: null }],
  };

  expect(writeRequest({ ...read, messages: [...read.messages, said] }).body).toEqual({
    contents,
    systemInstruction: { parts: [{ text: "be short" }] },
  });
});
