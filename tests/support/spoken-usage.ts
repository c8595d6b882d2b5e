import { everyFormat, type Format } from "./formats.ts";

/** Answers that tell their usage, in a vendor's own words, with places for any count: what it says in, out, and cached. */
export type SpokenUsage = {
  readonly format: Format;
  readonly way: string;
  readonly model: string;
  /** A whole answer. */
  readonly whole: (counts: Counts) => string;
  /** The events of a streamed one; the text in it is `spoken`. */
  readonly events: (counts: Counts) => readonly string[];
  /** How many of the events it takes until the input, and until everything is known. */
  readonly inputFrom: number;
  readonly allFrom: number;
  /** Anthropic counts what was cached beside its input. */
  readonly isCachedBeside: boolean;
};

/** As JSON, also such that no number is; null = the field is not there at all. */
export type Counts = { readonly input: string | null; readonly output: string | null; readonly cached: string };

/** What the model says in each of the answers. */
export const spoken = "It is cold, né 你好 🚀, and it stays so.";

/** What each answer says of itself where nothing is wrong. */
export const soundCounts: Counts = { input: "120", output: "17", cached: "40" };

const text = JSON.stringify(spoken);
const field = (name: string, value: string | null): string => (value === null ? "" : `"${name}":${value},`);
const data = (json: string): string => `data: ${json}\n\n`;
const event = (type: string, rest: string): string => `event: ${type}\ndata: {"type":"${type}",${rest}}\n\n`;

type Words = Omit<SpokenUsage, "format" | "way">;

const anthropicUsage = ({ input, output, cached }: Counts): string =>
  `{${field("input_tokens", input)}${field("output_tokens", output)}"cache_creation_input_tokens":0,"cache_read_input_tokens":${cached}}`;

const anthropic: Words = {
  model: "claude-sonnet-4-5",
  isCachedBeside: true,
  whole: (counts) =>
    `{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[{"type":"text","text":${text}}],"stop_reason":"end_turn","stop_sequence":null,"usage":${anthropicUsage(counts)}}`,
  events: (counts) => [
    event(
      "message_start",
      `"message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":${anthropicUsage({ ...counts, output: counts.output === "0" ? "0" : "1" })}}`,
    ),
    event("content_block_start", '"index":0,"content_block":{"type":"text","text":""}'),
    event("content_block_delta", `"index":0,"delta":{"type":"text_delta","text":${text}}`),
    event("content_block_stop", '"index":0'),
    event(
      "message_delta",
      `"delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{${field("output_tokens", counts.output)}"service_tier":"standard"}`,
    ),
    'event: message_stop\ndata: {"type":"message_stop"}\n\n',
  ],
  inputFrom: 1,
  allFrom: 5,
};

const chatUsage = ({ input, output, cached }: Counts): string =>
  `{${field("prompt_tokens", input)}${field("completion_tokens", output)}"prompt_tokens_details":{"cached_tokens":${cached}}}`;
const chatChunk = (rest: string): string =>
  data(`{"id":"c1","object":"chat.completion.chunk","created":1,"model":"gpt-5",${rest}}`);

const openaiChat: Words = {
  model: "gpt-5",
  isCachedBeside: false,
  whole: (counts) =>
    `{"id":"c1","object":"chat.completion","created":1,"model":"gpt-5","choices":[{"index":0,"message":{"role":"assistant","content":${text}},"finish_reason":"stop"}],"usage":${chatUsage(counts)}}`,
  events: (counts) => [
    chatChunk('"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null'),
    chatChunk(`"choices":[{"index":0,"delta":{"content":${text}},"finish_reason":null}],"usage":null`),
    chatChunk('"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null'),
    chatChunk(`"choices":[],"usage":${chatUsage(counts)}`),
    "data: [DONE]\n\n",
  ],
  inputFrom: 4,
  allFrom: 4,
};

const responsesUsage = ({ input, output, cached }: Counts): string =>
  `{${field("input_tokens", input)}${field("output_tokens", output)}"input_tokens_details":{"cached_tokens":${cached}}}`;
const response = (rest: string): string => `{"id":"resp_1","object":"response","created_at":1,"model":"gpt-5",${rest}}`;
const message = `{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":${text},"annotations":[]}]}`;

const openaiResponses: Words = {
  model: "gpt-5",
  isCachedBeside: false,
  whole: (counts) =>
    response(`"status":"completed","error":null,"output":[${message}],"usage":${responsesUsage(counts)}`),
  events: (counts) => [
    event("response.created", `"sequence_number":0,"response":${response('"status":"in_progress","output":[]')}`),
    event(
      "response.output_item.added",
      '"sequence_number":1,"output_index":0,"item":{"type":"message","id":"msg_1","role":"assistant","status":"in_progress","content":[]}',
    ),
    event(
      "response.content_part.added",
      '"sequence_number":2,"item_id":"msg_1","output_index":0,"content_index":0,"part":{"type":"output_text","text":"","annotations":[]}',
    ),
    event(
      "response.output_text.delta",
      `"sequence_number":3,"item_id":"msg_1","output_index":0,"content_index":0,"delta":${text}`,
    ),
    event("response.output_item.done", `"sequence_number":4,"output_index":0,"item":${message}`),
    event(
      "response.completed",
      `"sequence_number":5,"response":${response(`"status":"completed","error":null,"output":[${message}],"usage":${responsesUsage(counts)}`)}`,
    ),
  ],
  inputFrom: 6,
  allFrom: 6,
};

const geminiUsage = ({ input, output, cached }: Counts): string =>
  `{${field("promptTokenCount", input)}${field("candidatesTokenCount", output)}"cachedContentTokenCount":${cached}}`;
const geminiChunk = (parts: string, rest: string): string =>
  `{"candidates":[{"content":{"parts":[${parts}],"role":"model"},"index":0${rest}}`;

const gemini: Words = {
  model: "gemini-2.5-pro",
  isCachedBeside: false,
  whole: (counts) =>
    geminiChunk(
      `{"text":${text}}`,
      `,"finishReason":"STOP"}],"usageMetadata":${geminiUsage(counts)},"modelVersion":"gemini-2.5-pro"`,
    ),
  events: (counts) => [
    `data: ${geminiChunk(`{"text":${text}}`, `}],"usageMetadata":${geminiUsage({ ...counts, output: null })},"modelVersion":"gemini-2.5-pro"`)}\r\n\r\n`,
    `data: ${geminiChunk('{"text":""}', `,"finishReason":"STOP"}],"usageMetadata":${geminiUsage(counts)},"modelVersion":"gemini-2.5-pro"`)}\r\n\r\n`,
  ],
  inputFrom: 1,
  allFrom: 2,
};

const words: Readonly<Record<Format["name"], Words>> = {
  anthropic,
  "openai-chat": openaiChat,
  "openai-responses": openaiResponses,
  gemini,
};

/** Every format, with answers that tell their usage. */
export const spokenUsages: readonly SpokenUsage[] = everyFormat.map(({ format, way }) => ({
  format,
  way,
  ...words[format.name],
}));
