import { expect, test } from "bun:test";
import { asks, frozen, jsonOf, post } from "../asking.ts";

const tools = [
  {
    functionDeclarations: [
      {
        name: "run_shell_command",
        parameters: { type: "OBJECT", properties: { command: { type: "STRING" } }, required: ["command"] },
      },
    ],
  },
];

test("server-sent events end with CRLF and space their colons, as Google's do", async () => {
  const response = await post(frozen(), ...asks.gemini("say 30 words", { stream: true }));
  const text = await response.text();

  expect(text.startsWith('data: {"candidates": [{"content": {"parts": [{"text": "')).toBe(true);
  expect(text.replaceAll("\r\n", "")).not.toContain("\n");
  expect(text.endsWith("\r\n\r\n")).toBe(true);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
});

test("without alt=sse the stream is one JSON array", async () => {
  const response = await post(frozen(), "/v1beta/models/gemini-2.5-flash:streamGenerateContent", {
    contents: [{ parts: [{ text: "say 30 words" }] }],
  });
  const chunks = await jsonOf(response);

  expect(response.headers.get("content-type")).toBe("application/json");
  expect(chunks.length).toBeGreaterThan(3);
  expect(
    chunks
      .map(
        (chunk: { candidates: { content: { parts: { text: string }[] } }[] }) =>
          chunk.candidates[0]?.content.parts[0]?.text,
      )
      .join("")
      .split(" "),
  ).toHaveLength(30);
  expect(chunks.at(-1)).toMatchObject({
    candidates: [{ finishReason: "STOP" }],
    usageMetadata: { candidatesTokenCount: 30, totalTokenCount: 33 },
  });
});

test("thoughts are shown when asked for and always counted apart", async () => {
  const asking = (includeThoughts: boolean) =>
    asks.gemini("hi", { generationConfig: { thinkingConfig: { includeThoughts, thinkingBudget: 99 } } });
  const shown = await jsonOf(await post(frozen(), ...asking(true)));
  const hidden = await jsonOf(await post(frozen(), ...asking(false)));

  expect(shown.candidates[0].content.parts[0]).toMatchObject({ thought: true });
  expect(hidden.candidates[0].content.parts[0].thought).toBeUndefined();
  expect(hidden.usageMetadata).toEqual(shown.usageMetadata);
  expect(hidden.usageMetadata.thoughtsTokenCount).toBeGreaterThan(5);
});

test("parallel calls come with STOP; only the first is signed, and Gemini 3 numbers them", async () => {
  const body = { contents: [{ parts: [{ text: "use two tools" }] }], tools, generationConfig: { thinkingConfig: {} } };
  const answer = await jsonOf(await post(frozen(), "/v1beta/models/gemini-3-pro:generateContent", body));

  const calls = answer.candidates[0].content.parts.filter((part: object) => "functionCall" in part);
  expect(answer.candidates[0].finishReason).toBe("STOP");
  expect(calls.map((part: { thoughtSignature?: string }) => part.thoughtSignature !== undefined)).toEqual([
    true,
    false,
  ]);
  expect(calls[0].functionCall.id).not.toBe(calls[1].functionCall.id);
});

test("an error inside a streamed array is an item of the array", async () => {
  const body = { contents: [{ parts: [{ text: "say 30 words" }] }] };
  const path = "/v1beta/models/gemini-2.5-flash:streamGenerateContent";
  const items = await jsonOf(await post(frozen(), path, body, { "x-sim-fault": "error-in-200;after=2;status=503" }));

  expect(items).toHaveLength(3);
  expect(items[2].error).toMatchObject({ code: 503, status: "UNAVAILABLE" });
});
