import type { AnswerFormat, Block, Chat, Message, Origin, Reasoning } from "../../core/chat.ts";
import type { WrittenRequest } from "../../core/dialect.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { below } from "../../core/origin.ts";
import { merged } from "../../lib/fields.ts";
import { flagOrNull, isObject, type JsonObject, listIn, numberOrNull, objectIn, textOrNull } from "../../lib/json.ts";
import { isEmpty, present, restOf } from "../../lib/json-rest.ts";
import { readItem, roleOf } from "./items.ts";
import { readToolChoice, readTools, writeToolChoice, writeTools } from "./tools.ts";
import { writeItems } from "./write-items.ts";

const dialect = "openai-responses";
const origin: Origin = { dialect, path: [] };

/** A request for a response. Each item of its input is a message of its own. */
export const readRequest = (body: JsonObject): Chat => {
  const { instructions, input } = body;
  const place = continuesIn(body);
  const chat: Chat = {
    model: textOrNull(body["model"]),
    stream: body["stream"] === true,
    system: typeof instructions === "string" ? [textAt(instructions, "instructions")] : [],
    messages: typeof input === "string" ? [userSays(input)] : listIn(input).map(readMessage),
    tools: readTools(body, origin),
    toolChoice: readToolChoice(body, origin),
    sampling: {
      ...{ topK: null, stop: [], seed: null, presencePenalty: null, frequencyPenalty: null, candidates: null },
      maxTokens: numberOrNull(body["max_output_tokens"]),
      temperature: numberOrNull(body["temperature"]),
      topP: numberOrNull(body["top_p"]),
    },
    reasoning: readReasoning(body),
    format: readFormat(objectIn(objectIn(body["text"])["format"])),
    continues: place.id,
    extras: place.form,
    origin,
  };
  const written = { ...writeSettings(chat), ...lists(body), stream: true };
  const { summary } = objectIn(body["reasoning"]);
  const word = typeof summary === "string" && summary !== "auto" ? { reasoning: { summary } } : {};
  return { ...chat, extras: merged({ ...place.form, ...word }, restOf(body, written)) };
};

const lists = ({ input, tools }: JsonObject): JsonObject =>
  present({
    input: typeof input === "string" || Array.isArray(input) || null,
    tools: Array.isArray(tools) || null,
  });

const textAt = (text: string, ...path: readonly string[]): Block => ({
  type: "text",
  text,
  extras: {},
  origin: below(origin, ...path),
});

const userSays = (text: string): Message => ({
  role: "user",
  name: null,
  blocks: [textAt(text, "input")],
  extras: {},
  origin: below(origin, "input"),
});

const readMessage = (item: unknown, position: number): Message => {
  const at = below(origin, "input", position);
  const bare = { name: null, extras: {}, origin: at };
  if (!isObject(item)) return { ...bare, role: "user", blocks: [{ ...bare, type: "unknown", json: item }] };
  const blocks = readItem(item, at);
  const beside = blocks.length === 0 ? restOf(item, { type: true, role: true, content: true }) : {};
  return { ...bare, role: roleOf(item), blocks, extras: beside };
};

/** What the vendor holds already: an earlier response, or a conversation. */
const continuesIn = (body: JsonObject): { readonly id: string | null; readonly form: JsonObject } => {
  const { previous_response_id: previous, conversation } = body;
  if (typeof previous === "string") return { id: previous, form: {} };
  const id = textOrNull(conversation) ?? textOrNull(objectIn(conversation)["id"]);
  return { id, form: id === null ? {} : { conversation: null } };
};

const readReasoning = (body: JsonObject): Reasoning | null => {
  const { effort: said, summary } = objectIn(body["reasoning"]);
  const mode = said === "none" ? "off" : null;
  const effort = mode === null ? textOrNull(said) : null;
  const isShown = textOrNull(summary) === null ? null : true;
  return mode === null && effort === null && isShown === null ? null : { mode, effort, budgetTokens: null, isShown };
};

const readFormat = (format: JsonObject): AnswerFormat | null => {
  if (format["type"] === "text") return { type: "text" };
  if (format["type"] === "json_object") return { type: "json" };
  if (format["type"] !== "json_schema") return null;
  const { name, schema, strict } = format;
  return { type: "json-schema", name: textOrNull(name), schema: schema ?? null, strict: flagOrNull(strict) };
};

/** The request as it goes out. */
export const writeRequest = (chat: Chat): WrittenRequest => ({
  path: "/v1/responses",
  query: "",
  body: merged(extrasFor(dialect, chat), { ...writeSettings(chat), input: chat.messages.flatMap(writeMessage) }),
});

const writeMessage = (message: Message): readonly unknown[] => {
  const { role, blocks } = message;
  if (blocks.length === 0 && isOwn(dialect, message))
    return [merged(extrasFor(dialect, message), { type: "message", role, content: [] })];
  // Another vendor's thoughts are bound to that vendor.
  const kept = blocks.filter((block) => block.type !== "thinking" || isOwn(dialect, block));
  const results = kept.filter(({ type }) => type === "tool-result");
  const rest = kept.filter(({ type }) => type !== "tool-result");
  return [...writeItems(results, role), ...writeItems(rest, role)];
};

const writeSettings = (chat: Chat): JsonObject => {
  const { model, stream, system, sampling, continues } = chat;
  const extras = extrasFor(dialect, chat);
  const said = system.flatMap((block) => (block.type === "text" ? [block.text] : []));
  const held =
    "conversation" in extras && extras["conversation"] !== undefined ? "conversation" : "previous_response_id";
  return {
    ...present({ model, stream: stream || null, instructions: said.length === 0 ? null : said.join("\n\n") }),
    ...writeTools(chat.tools),
    ...writeToolChoice(chat.toolChoice),
    ...present({
      max_output_tokens: sampling.maxTokens,
      temperature: sampling.temperature,
      top_p: sampling.topP,
      [held]: isOwn(dialect, chat) ? continues : null, // what another vendor holds is not held here
    }),
    ...writeReasoning(chat.reasoning, extras),
    ...writeFormat(chat.format),
  };
};

/** How thoughts are shown is said by a word beside it, where it is not the usual one. */
const writeReasoning = (reasoning: Reasoning | null, extras: JsonObject): JsonObject => {
  if (reasoning === null) return {};
  const effort = reasoning.mode === "off" ? "none" : reasoning.effort;
  const word = objectIn(extras["reasoning"])["summary"] ?? "auto";
  const said = present({ effort, summary: reasoning.isShown === true ? word : null });
  return isEmpty(said) ? {} : { reasoning: said };
};

const writeFormat = (format: AnswerFormat | null): JsonObject => {
  if (format === null) return {};
  if (format.type !== "json-schema")
    return { text: { format: { type: format.type === "json" ? "json_object" : "text" } } };
  const { name, schema, strict } = format;
  return { text: { format: present({ type: "json_schema", name: name ?? "answer", schema, strict }) } };
};
