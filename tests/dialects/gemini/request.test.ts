import { expect, test } from "bun:test";
import { readRequest } from "../../../src/dialects/gemini/request.ts";

const path = "/v1beta/models/gemini-3-flash:streamGenerateContent";
const contents = [{ role: "user", parts: [{ text: "hi" }] }];

test("the model and the stream are in the path", () => {
  expect(readRequest({ contents }, path)).toMatchObject({ model: "gemini-3-flash", stream: true });
  expect(readRequest({ contents }, "/v1/models/m:generateContent?key=1")).toMatchObject({ model: "m", stream: false });
  expect(readRequest({ contents }, "/elsewhere").model).toBeNull();
});

test("instructions are read in both spellings, and so is how the answer is drawn", () => {
  for (const [system, config, max] of [
    ["systemInstruction", "generationConfig", "maxOutputTokens"],
    ["system_instruction", "generation_config", "max_output_tokens"],
  ] as const) {
    const chat = readRequest({ contents, [system]: { parts: [{ text: "be short" }] }, [config]: { [max]: 9 } }, path);

    expect(chat).toMatchObject({ system: [{ text: "be short" }], sampling: { maxTokens: 9 }, extras: {} });
  }
});

test("who speaks is told, and a role that nobody knows stays as it was", () => {
  const { messages } = readRequest(
    { contents: [...contents, { role: "model", parts: [] }, { role: "poet", parts: [] }, 5] },
    path,
  );

  expect(messages.map(({ role }) => role)).toEqual(["user", "assistant", "user", "user"]);
  expect(messages[2]?.extras).toEqual({ role: "poet" });
  expect(messages[0]?.blocks[0]?.origin?.path).toEqual(["contents", 0, "parts", 0]);
});

test("Google's own settings stay beside the words", () => {
  const safetySettings = [{ category: "A", threshold: "OFF" }];

  expect(readRequest({ contents, safetySettings, cachedContent: "c" }, path).extras).toEqual({
    safetySettings,
    cachedContent: "c",
  });
});
