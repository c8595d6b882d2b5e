import { canaries } from "./canary.ts";

/** A wire format from outside, written from the vendors' documents: what a client sends and what its vendor says. */
export type Format = {
  readonly name: "anthropic" | "openai-chat" | "openai-responses" | "gemini";
  readonly upstream: string;
  readonly path: (stream: boolean) => string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: (stream: boolean) => string;
  /** A whole answer. */
  readonly answer: string;
  /** The events of a streamed answer; the last one ends it. */
  readonly events: readonly string[];
  /** The vendor's own error event inside a stream. */
  readonly failure: string;
  /** The name of an error of ours and its message, when this text is one in this format. */
  readonly errorIn: (text: string) => string | null;
  /** The same for an event in a stream; null when the text does not end with one. */
  readonly errorEventIn: (text: string) => string | null;
};

const json = (value: unknown): string => JSON.stringify(value);
const event = (value: { readonly type: string }): string => `event: ${value.type}\ndata: ${json(value)}\n\n`;
const data = (value: unknown): string => `data: ${json(value)}\n\n`;

type Loose = { readonly [field: string]: Loose } & { readonly toString: () => string };
const parsed = (text: string): Loose | null => {
  try {
    return JSON.parse(text) as Loose; // looked into with ?. only
  } catch {
    return null;
  }
};
const wordsOf = (value: Loose | undefined): string | null => (typeof value === "string" ? String(value) : null);
/** The JSON behind the last `data:` line, where nothing but a blank line follows. */
const lastData = (text: string): Loose | null => parsed(/(?:^|\n)data: ([^\n]*?)\r?\n\r?\n$/.exec(text)?.[1] ?? "");

const anthropic: Format = {
  name: "anthropic",
  upstream: "anthropic",
  path: () => "/v1/messages",
  headers: {
    "x-api-key": canaries.anthropic,
    "anthropic-version": "2023-06-01",
    "user-agent": "claude-cli/2.1.0 (test)",
  },
  body: (stream) =>
    json({ model: "claude-sonnet-4-5", max_tokens: 64, stream, messages: [{ role: "user", content: "hé 你好 🚀" }] }),
  answer: json({
    id: "msg_1",
    type: "message",
    role: "assistant",
    content: [{ type: "text", text: "grüße" }],
    stop_reason: "end_turn",
  }),
  events: [
    event({ type: "message_start", message: { id: "msg_1", usage: { input_tokens: 9, output_tokens: 1 } } } as never),
    event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "né 你好 🚀" } } as never),
    event({ type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 7 } } as never),
    event({ type: "message_stop" }),
  ],
  failure: event({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } } as never),
  errorIn: (text) => {
    const value = parsed(text);
    return value?.["type"]?.toString() === "error" && value["request_id"] !== undefined
      ? wordsOf(value["error"]?.["message"])
      : null;
  },
  errorEventIn: (text) =>
    /(?:^|\n)event: error\ndata: [^\n]*\n\n$/.test(text) ? wordsOf(lastData(text)?.["error"]?.["message"]) : null,
};

const openaiError = (value: Loose | null): string | null =>
  wordsOf(value?.["error"]?.["type"]) === null || value?.["error"]?.["param"] !== null
    ? null
    : wordsOf(value["error"]["message"]);

const openaiChat: Format = {
  name: "openai-chat",
  upstream: "openai",
  path: () => "/v1/chat/completions",
  headers: { authorization: `Bearer ${canaries.openai}`, "user-agent": "OpenAI/Python 2.1.0" },
  body: (stream) => json({ model: "gpt-5", stream, messages: [{ role: "user", content: "hé 你好 🚀" }] }),
  answer: json({
    id: "c1",
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content: "grüße" }, finish_reason: "stop" }],
  }),
  events: [
    data({ id: "c1", choices: [{ index: 0, delta: { content: "né 你好 🚀" } }] }),
    data({ id: "c1", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }),
    "data: [DONE]\n\n",
  ],
  failure: data({ error: { message: "The server had an error", type: "server_error", param: null, code: null } }),
  errorIn: (text) => openaiError(parsed(text)),
  errorEventIn: (text) => openaiError(lastData(text)),
};

const openaiResponses: Format = {
  name: "openai-responses",
  upstream: "openai",
  path: () => "/v1/responses",
  headers: openaiChat.headers,
  body: (stream) => json({ model: "gpt-5", stream, input: "hé 你好 🚀" }),
  answer: json({ id: "resp_1", object: "response", status: "completed", output: [] }),
  events: [
    event({ type: "response.created", response: { id: "resp_1" }, sequence_number: 0 } as never),
    event({ type: "response.output_text.delta", delta: "né 你好 🚀", sequence_number: 1 } as never),
    event({ type: "response.completed", response: { id: "resp_1" }, sequence_number: 2 } as never),
  ],
  failure: event({ type: "error", code: "server_error", message: "Oops", param: null, sequence_number: 2 } as never),
  errorIn: openaiChat.errorIn,
  errorEventIn: (text) => {
    const value = /(?:^|\n)event: error\ndata: [^\n]*\n\n$/.test(text) ? lastData(text) : null;
    return value?.["type"]?.toString() === "error" && value["sequence_number"] !== undefined
      ? wordsOf(value["message"])
      : null;
  },
};

const geminiError = (value: Loose | null): string | null =>
  typeof value?.["error"]?.["code"] === "number" && wordsOf(value["error"]["status"]) !== null
    ? wordsOf(value["error"]["message"])
    : null;

const gemini: Format = {
  name: "gemini",
  upstream: "google",
  path: (stream) => `/v1beta/models/gemini-2.5-pro:${stream ? "streamGenerateContent?alt=sse" : "generateContent"}`,
  headers: { "x-goog-api-key": canaries.google, "user-agent": "google-genai-sdk/1.2 gl-python/3.12" },
  body: () => json({ contents: [{ role: "user", parts: [{ text: "hé 你好 🚀" }] }] }),
  answer: json({ candidates: [{ content: { parts: [{ text: "grüße" }], role: "model" }, finishReason: "STOP" }] }),
  events: [
    `data: ${json({ candidates: [{ content: { parts: [{ text: "né 你好 🚀" }] } }] })}\r\n\r\n`,
    `data: ${json({ candidates: [{ content: { parts: [{ text: "!" }] }, finishReason: "STOP" }] })}\r\n\r\n`,
  ],
  failure: `data: ${json({ error: { code: 503, message: "overloaded", status: "UNAVAILABLE" } })}\r\n\r\n`,
  errorIn: (text) => geminiError(parsed(text)),
  errorEventIn: (text) => geminiError(lastData(text)),
};

/** Every format that clients speak. */
export const formats: readonly Format[] = [anthropic, openaiChat, openaiResponses, gemini];

/** Each format, streamed and not. */
export const everyWay = formats.flatMap((format) => [
  { format, stream: false, way: `${format.name}` },
  { format, stream: true, way: `${format.name} streamed` },
]);

/** Each format by its name, for a test per format. */
export const everyFormat = formats.map((format) => ({ format, way: format.name }));

/** A streamed answer in one piece. */
export const streamOf = (format: Format): string => format.events.join("");
