import type { AnswerFormat, Chat, Message, Reasoning, Role, Sampling } from "../../core/chat.ts";
import { type Fields, fieldsOf } from "../../lib/fields.ts";
import { isObject, type JsonObject, type JsonPath } from "../../lib/json.ts";
import { originAt, readBlock, readContent } from "./blocks.ts";
import { readMark } from "./cache-mark.ts";
import { readToolChoice, readTools } from "./tools.ts";

/** A body of `POST /v1/messages` as a conversation. */
export const readRequest = (body: JsonObject): Chat => {
  const fields = fieldsOf(body);
  const listed = (read: (list: readonly unknown[]) => readonly Message[]) => (value: unknown) =>
    Array.isArray(value) ? read(value) : null;
  const read = {
    model: fields.text("model"),
    stream: fields.flag("stream") ?? false,
    system: fields.taken((value) => readContent(value, ["system"]), "system") ?? [],
    messages: fields.taken(listed(readMessages), "messages") ?? [],
    tools: fields.taken(readTools, "tools") ?? [],
    toolChoice: fields.taken(readToolChoice, "tool_choice"),
    sampling: readSampling(fields),
    reasoning: readReasoning(fields),
    format: readFormat(fields),
    continues: fields.within("thread").text("previous_message_id"),
    ...readMark(fields),
  };
  return { ...read, extras: fields.left(), origin: originAt([]) };
};

const readSampling = (fields: Fields): Sampling => ({
  maxTokens: fields.number("max_tokens"),
  temperature: fields.number("temperature"),
  topP: fields.number("top_p"),
  topK: fields.number("top_k"),
  stop: fields.taken(texts, "stop_sequences") ?? [],
  seed: null,
  presencePenalty: null,
  frequencyPenalty: null,
  candidates: null,
});

const texts = (value: unknown): readonly string[] | null =>
  Array.isArray(value) && value.every((one): one is string => typeof one === "string") ? value : null;

/** `thinking` says whether and how, `output_config.effort` how much. */
const readReasoning = (fields: Fields): Reasoning | null => {
  const thinking = fields.within("thinking");
  const budgetTokens = thinking.number("budget_tokens");
  const isShown = thinking.taken((word) => displays.get(word) ?? null, "display");
  const mode = thinking.taken((type) => modes.get(type) ?? null, "type");
  const effort = fields.within("output_config").text("effort");
  const isSaid = mode !== null || effort !== null || budgetTokens !== null || isShown !== null;
  return isSaid ? { mode, effort, budgetTokens, isShown } : null;
};

const modes: ReadonlyMap<unknown, Reasoning["mode"]> = new Map([
  ["disabled", "off"],
  ["enabled", "on"],
  ["adaptive", "adaptive"],
]);

const displays: ReadonlyMap<unknown, boolean> = new Map([
  ["summarized", true],
  ["omitted", false],
]);

/** In `output_config.format`; its older place, `output_format`, keeps its `type`, by which a writer finds it again. */
const readFormat = (fields: Fields): AnswerFormat | null => {
  const format = fields.within("output_config").within("format");
  const isOurs = format.taken((type) => (type === "json_schema" ? true : null), "type") ?? false;
  const schema = (isOurs ? format : fields.within("output_format")).object("schema");
  return schema === null ? null : { type: "json-schema", name: null, schema, strict: null };
};

const readMessages = (list: readonly unknown[]): Message[] =>
  list.map((message, index) => readMessage(message, ["messages", index]));

/** A role that nobody knows stays beside the message, as it was. */
const readMessage = (json: unknown, path: JsonPath): Message => {
  const origin = originAt(path);
  if (!isObject(json)) return { role: "user", name: null, blocks: [readBlock(json, path)], extras: {}, origin };
  const fields = fieldsOf(json);
  const role = fields.taken((value) => roles.find((known) => known === value) ?? null, "role") ?? "user";
  const blocks = fields.taken((value) => readContent(value, [...path, "content"]), "content") ?? [];
  return { role, name: null, blocks, extras: fields.left(), origin };
};

const roles: readonly Role[] = ["user", "assistant", "system"];
