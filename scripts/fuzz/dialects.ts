import fc from "fast-check";
import { dialects } from "../../src/dialects/index.ts";
import { isObject, parsedJson } from "../../src/lib/json.ts";
import type { Target } from "./target.ts";

/** Names and words that readers ask for, so that what is odd is odd in the places that matter. */
const names = [
  ...["type", "role", "content", "text", "thinking", "signature", "input", "arguments", "name", "id", "index", "delta"],
  ...[
    "messages",
    "system",
    "tools",
    "tool_choice",
    "tool_calls",
    "function",
    "custom",
    "cache_control",
    "usage",
    "source",
  ],
  ...["contents", "parts", "functionCall", "functionResponse", "partialArgs", "jsonPath", "willContinue", "candidates"],
  ...["finishReason", "usageMetadata", "groundingMetadata", "generationConfig", "thinkingConfig", "toolConfig"],
  ...["choices", "finish_reason", "reasoning", "output", "item", "output_index", "part", "response", "content_block"],
  ...["message", "error", "status", "summary", "encrypted_content", "call_id", "__proto__", "constructor"],
];
const words = [
  ...[
    "text",
    "assistant",
    "user",
    "tool",
    "message_start",
    "content_block_start",
    "content_block_delta",
    "message_delta",
  ],
  ...[
    "message_stop",
    "text_delta",
    "input_json_delta",
    "tool_use",
    "tool_result",
    "custom",
    "function_call",
    "reasoning",
  ],
  ...["response.created", "response.output_item.added", "response.output_item.done", "response.output_text.delta"],
  ...["response.completed", "message", "custom_tool_call", "STOP", "$.a[0]", "{}", "ephemeral", "1h"],
];

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 1e30, "", ...words),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), tie("json"), { maxKeys: 6 }),
  ),
}));
const event = fc.tuple(
  fc.constantFrom("", ...words, "chunk", "done"),
  fc.oneof(
    json.map((one) => JSON.stringify(one)),
    fc.string(),
  ),
);

/** The readers and writers of all formats. */
export const dialectWords: Target = {
  name: "dialects",
  claim:
    "no JSON and no stream makes a reader throw, nor any writer of what was read; no stream's reader keeps bytes back",
  property: fc.property(json, fc.array(event, { maxLength: 12 }), (any, stream) => {
    const body = parsedJson(JSON.stringify(any));
    for (const from of dialects) {
      const reader = from.eventReader();
      const events = [...stream.flatMap(([name, data]) => reader.read({ name, data })), ...(reader.end?.() ?? [])];
      from
        .readStream("text/event-stream")
        ?.read(new TextEncoder().encode(stream.map(([, data]) => `data: ${data}\n\n`).join("")));
      for (const to of dialects) {
        const writer = to.eventWriter();
        for (const one of events) writer.write(one);
        if (!isObject(body)) continue;
        JSON.stringify(to.writeRequest(from.readRequest(body, "/v1beta/models/m:generateContent")).body);
        JSON.stringify(to.writeAnswer(from.readAnswer(body)));
      }
      if (isObject(body)) from.readFailure(body);
      from.readUsage(body);
    }
  }),
};
