import type { Format } from "./conversation.ts";

/** What the vendor of this benchmark says, in the words of its format: whole, and as a stream of so many pieces of text. */
export type Spoken = { readonly whole: string; readonly stream: (pieces: number) => readonly string[] };

const text = 'It was the name of the file: it said "index" — né → and nothing read it. '.repeat(12);
const piece = 'a few words, né "so" ';
const input = { path: "src/part/index.ts", offset: 10 };
const model = "bench-model";

const named = (type: string, fields: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
const unnamed = (fields: object): string => `data: ${JSON.stringify(fields)}\n\n`;
const times = (count: number, event: string): readonly string[] => Array.from({ length: count }, () => event);

const message = { id: "msg_bench", type: "message", role: "assistant", model };
const anthropic: Spoken = {
  whole: JSON.stringify({
    ...message,
    content: [
      { type: "text", text },
      { type: "tool_use", id: "toolu_1", name: "tool_0", input },
    ],
    ...{ stop_reason: "tool_use", stop_sequence: null, usage: { input_tokens: 2500, output_tokens: 250 } },
  }),
  stream: (pieces) => [
    named("message_start", {
      message: { ...message, content: [], stop_reason: null, usage: { input_tokens: 2500, output_tokens: 1 } },
    }),
    named("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
    ...times(pieces, named("content_block_delta", { index: 0, delta: { type: "text_delta", text: piece } })),
    named("content_block_stop", { index: 0 }),
    named("message_delta", { delta: { stop_reason: "end_turn", stop_sequence: null }, usage: { output_tokens: 250 } }),
    named("message_stop", {}),
  ],
};

const completion = { id: "chatcmpl-bench", created: 1_800_000_000, model };
const usage = { prompt_tokens: 2500, completion_tokens: 250, total_tokens: 2750 };
const chunk = (choices: readonly object[], more: object = {}): string =>
  unnamed({ ...completion, object: "chat.completion.chunk", choices, ...more });
const openaiChat: Spoken = {
  whole: JSON.stringify({
    ...{ ...completion, object: "chat.completion", usage },
    choices: [
      {
        index: 0,
        message: {
          ...{ role: "assistant", content: text },
          tool_calls: [
            { id: "call_1", type: "function", function: { name: "tool_0", arguments: JSON.stringify(input) } },
          ],
        },
        finish_reason: "tool_calls",
      },
    ],
  }),
  stream: (pieces) => [
    chunk([{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }]),
    ...times(pieces, chunk([{ index: 0, delta: { content: piece }, finish_reason: null }])),
    chunk([{ index: 0, delta: {}, finish_reason: "stop" }]),
    chunk([], { usage }),
    "data: [DONE]\n\n",
  ],
};

const part = { type: "output_text", annotations: [] };
const said = { id: "msg_1", type: "message", role: "assistant" };
const response = { id: "resp_bench", object: "response", created_at: 1_800_000_000, model };
const done = {
  ...{ ...response, status: "completed" },
  output: [
    { ...said, status: "completed", content: [{ ...part, text }] },
    { id: "fc_1", type: "function_call", status: "completed", call_id: "call_1", name: "tool_0", arguments: "{}" },
  ],
  usage: { input_tokens: 2500, output_tokens: 250, total_tokens: 2750 },
};
const inPart = { item_id: "msg_1", output_index: 0, content_index: 0 };
const openaiResponses: Spoken = {
  whole: JSON.stringify(done),
  stream: (pieces) => [
    named("response.created", { response: { ...response, status: "in_progress", output: [] } }),
    named("response.output_item.added", { output_index: 0, item: { ...said, status: "in_progress", content: [] } }),
    named("response.content_part.added", { ...inPart, part: { ...part, text: "" } }),
    ...times(pieces, named("response.output_text.delta", { ...inPart, delta: piece })),
    named("response.output_text.done", { ...inPart, text: piece.repeat(pieces) }),
    named("response.content_part.done", { ...inPart, part: { ...part, text: piece.repeat(pieces) } }),
    named("response.output_item.done", { output_index: 0, item: done.output[0] }),
    named("response.completed", { response: done }),
  ],
};

/** What it says to each format. */
export const spoken: Readonly<Record<Format, Spoken>> = {
  anthropic,
  "openai-chat": openaiChat,
  "openai-responses": openaiResponses,
};
