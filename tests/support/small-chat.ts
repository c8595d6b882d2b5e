import type { Block, Chat, Message, Part, Role, Tool } from "../../src/core/chat.ts";
import type { Dialect } from "../../src/core/dialect.ts";
import { dialects } from "../../src/dialects/index.ts";
import { type JsonObject, listIn, numberOrNull, objectIn, textOrNull } from "../../src/lib/json.ts";

const part = (beside: Partial<Part> = {}): Part => ({ extras: {}, origin: null, ...beside });

const text = (words: string, beside: Partial<Part> = {}): Block => ({ type: "text", text: words, ...part(beside) });

const marked = (json: JsonObject): Partial<Part> =>
  "cache_control" in json ? { cacheMark: { ttlSeconds: null } } : {};

const blocksIn = (content: unknown): readonly Block[] =>
  typeof content === "string" ? [text(content)] : listIn(content).map((one) => blockIn(objectIn(one)));

const blockIn = (json: JsonObject): Block => {
  switch (json["type"]) {
    case "text":
      return text(String(json["text"]), marked(json));
    case "thinking":
      return { type: "thinking", text: String(json["thinking"]), signature: null, isSealed: false, ...part() };
    case "tool_use":
      return call(textOrNull(json["id"]), String(json["name"]), { json: json["input"] });
    case "tool_result":
      return result(textOrNull(json["tool_use_id"]), blocksIn(json["content"]), marked(json));
    default:
      return { type: "unknown", json, ...part() };
  }
};

const call = (id: string | null, name: string, input: { json: unknown } | { text: string }): Block => ({
  ...{ type: "tool-call", id, name, input, signature: null, isServerSide: false },
  ...part(),
});

const result = (callId: string | null, blocks: readonly Block[], beside: Partial<Part> = {}): Block => ({
  ...{ type: "tool-result", callId, name: null, blocks, isError: false, isServerSide: false },
  ...part(beside),
});

const messageIn = (json: JsonObject): Message => {
  const role = String(json["role"]) as Role; // tests write what there is
  const calls = listIn(json["tool_calls"]).map((one) => {
    const { name, arguments: input } = objectIn(objectIn(one)["function"]);
    return call(textOrNull(objectIn(one)["id"]), String(name), { text: String(input) });
  });
  const blocks = json["content"] === null ? [] : blocksIn(json["content"]);
  const said = role === "tool" ? [result(textOrNull(json["tool_call_id"]), blocks)] : [...blocks, ...calls];
  return { role, name: null, blocks: said, ...part() };
};

const toolIn = (json: JsonObject): Tool => ({
  name: String(json["name"] ?? objectIn(json["function"])["name"]),
  description: null,
  schema: json["input_schema"] ?? null,
  isPlain: false,
  isStrict: null,
  hosted: null,
  ...part(),
});

const usual = { temperature: null, topP: null, topK: null, stop: [], seed: null, presencePenalty: null };

/** A request of Anthropic's or OpenAI's usual shape as a conversation: what tests of sessions need, and no more. */
export const smallChat = (body: JsonObject): Chat => ({
  model: textOrNull(body["model"]),
  stream: body["stream"] === true,
  system: body["system"] === undefined ? [] : blocksIn(body["system"]),
  messages: listIn(body["messages"]).map((one) => messageIn(objectIn(one))),
  tools: listIn(body["tools"]).map((one) => toolIn(objectIn(one))),
  toolChoice: null,
  sampling: { ...usual, maxTokens: numberOrNull(body["max_tokens"]), frequencyPenalty: null, candidates: null },
  reasoning: null,
  format: null,
  continues: textOrNull(body["previous_response_id"]) ?? textOrNull(objectIn(body["thread"])["previous_message_id"]),
  ...part(),
});

/** A format that reads its requests, by its own reader where it has one. */
export const readingDialect = (name: Dialect["name"]): Dialect => {
  const dialect = dialects.find((one) => one.name === name);
  if (dialect === undefined) throw new Error(`There is no dialect ${name}.`);
  return dialect;
};
