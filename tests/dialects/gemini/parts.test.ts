import { expect, test } from "bun:test";
import fc from "fast-check";
import { readPart, readParts } from "../../../src/dialects/gemini/parts.ts";

const read = (json: unknown) => readPart(json, ["contents", 0, "parts", 0]);

test("texts and thoughts are told apart, and a text keeps its seal beside it", () => {
  expect(read({ text: "a", thoughtSignature: "sig" })).toMatchObject({
    type: "text",
    extras: { thoughtSignature: "sig" },
  });
  expect(read({ text: "a", thought: true, thoughtSignature: "sig" })).toMatchObject({
    type: "thinking",
    signature: "sig",
    extras: {},
  });
});

test("calls and their results are read in both spellings", () => {
  for (const name of ["functionCall", "function_call"])
    expect(read({ [name]: { name: "n", args: { a: 1 } } })).toMatchObject({
      id: null,
      name: "n",
      input: { json: { a: 1 } },
    });
  expect(read({ function_response: { name: "n", id: "1", response: { output: "fine" } } })).toMatchObject({
    type: "tool-result",
    callId: "1",
    isError: false,
    blocks: [{ type: "text", text: "fine" }],
  });
  expect(read({ functionResponse: { name: "n", response: { error: "no" } } })).toMatchObject({ isError: true });
  expect(read({ functionResponse: { name: "n", response: { temperature: 5 } } })).toMatchObject({
    blocks: [{ type: "json", json: { temperature: 5 } }],
  });
});

test("media are images, sounds, films or documents", () => {
  const kinds = ["image/png", "audio/mp3", "video/mp4", "application/pdf"].map((mimeType) => {
    const block = read({ inlineData: { mimeType, data: "AA" } });
    return block.type === "media" ? block.kind : null;
  });

  expect(kinds).toEqual(["image", "audio", "video", "document"]);
  expect(read({ file_data: { file_uri: "gs://a", mime_type: "image/png" } })).toMatchObject({
    source: { type: "file", id: "gs://a", mediaType: "image/png" },
  });
  expect(read({ fileData: { fileUri: "https://a.example/x.png", displayName: "x" } })).toMatchObject({
    source: { type: "url", url: "https://a.example/x.png", mediaType: null },
    name: "x",
  });
});

test("what Google runs itself is told apart from the client's tools", () => {
  expect(read({ executableCode: { language: "PYTHON", code: "1" } })).toMatchObject({ isServerSide: true });
  expect(read({ codeExecutionResult: { outcome: "OUTCOME_FAILED", output: "no" } })).toMatchObject({
    isServerSide: true,
    isError: true,
    extras: { codeExecutionResult: { outcome: "OUTCOME_FAILED" } },
  });
  expect(read({ toolCall: { toolType: "GOOGLE_SEARCH", args: {} } })).toMatchObject({ name: "GOOGLE_SEARCH" });
});

test("what cannot be read is unknown and as it was, whatever it is", () => {
  for (const odd of [{ text: 5 }, { later: {} }, null, "text", { functionCall: "n" }, {}])
    expect(read(odd)).toMatchObject({ type: "unknown", json: odd });
  expect(readParts({}, [])).toBeNull();
  fc.assert(fc.property(fc.jsonValue(), (json) => expect(read(json).extras).toBeDefined()));
});
