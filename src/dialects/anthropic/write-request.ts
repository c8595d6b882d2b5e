import type { AnswerFormat, Chat, Message, Reasoning } from "../../core/chat.ts";
import type { WrittenRequest } from "../../core/dialect.ts";
import { extrasFor } from "../../core/extras.ts";
import { merged } from "../../lib/fields.ts";
import { isObject, type JsonObject } from "../../lib/json.ts";
import { writeToolChoice, writeTools } from "./tools.ts";
import { writeBlocks } from "./write-blocks.ts";

/** A conversation as a body of `POST /v1/messages`. */
export const writeRequest = (chat: Chat): WrittenRequest => {
  const extras = extrasFor("anthropic", chat);
  const { sampling, reasoning, format, toolChoice, continues } = chat;
  const known: JsonObject = {
    model: chat.model ?? undefined,
    max_tokens: sampling.maxTokens ?? undefined,
    system: "system" in extras ? undefined : listOrAbsent(writeBlocks(chat.system)),
    messages: "messages" in extras ? undefined : chat.messages.map(writeMessage),
    tools: "tools" in extras ? undefined : listOrAbsent(writeTools(chat.tools)),
    tool_choice: toolChoice === null ? undefined : writeToolChoice(toolChoice),
    stream: chat.stream ? true : undefined,
    temperature: sampling.temperature ?? undefined,
    top_p: sampling.topP ?? undefined,
    top_k: sampling.topK ?? undefined,
    stop_sequences: listOrAbsent(sampling.stop),
    thread: continues === null ? undefined : { type: "continue", previous_message_id: continues },
  };
  const shaped = merged(merged(extras, known), format === null ? {} : writeFormat(format, extras));
  const body = reasoning === null ? shaped : merged(shaped, writeReasoning(reasoning, extras));
  return { path: "/v1/messages", query: "", body };
};

const listOrAbsent = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);

/** Whoever is neither the user nor the model speaks as the system, and results of tools come from the user. */
const writeMessage = (message: Message): JsonObject => {
  const extras = extrasFor("anthropic", message);
  const role = rolesWritten[message.role];
  return { role, content: writeBlocks(message.blocks), ...extras };
};

const rolesWritten: Readonly<Record<Message["role"], string>> = {
  system: "system",
  developer: "system",
  user: "user",
  assistant: "assistant",
  tool: "user",
};

const writeReasoning = ({ effort, budgetTokens, display }: Reasoning, extras: JsonObject): JsonObject => {
  const show = display ?? undefined;
  const budget = budgetTokens ?? undefined;
  if (effort === "off") return { thinking: { type: "disabled", budget_tokens: budget, display: show } };
  const type = effort === "adaptive" ? "adaptive" : budget === undefined ? undefined : "enabled";
  const thinking = { type, budget_tokens: budget, display: show };
  const isSaid = type !== undefined || show !== undefined;
  const word = effort === null || effort === "adaptive" ? undefined : effort;
  return {
    thinking: isSaid ? merged({ type: "adaptive" }, merged(thinking, typeIn(extras))) : undefined,
    output_config: word === undefined ? undefined : { effort: efforts.get(word) ?? word },
  };
};

const typeIn = ({ thinking }: JsonObject): JsonObject =>
  isObject(thinking) && "type" in thinking ? { type: thinking["type"] } : {};

/** Words of other vendors for which Anthropic has another. */
const efforts: ReadonlyMap<string, string> = new Map([["minimal", "low"]]);

const writeFormat = (format: AnswerFormat, { output_format: older }: JsonObject): JsonObject => {
  if (format.type !== "json-schema") return {};
  if (isObject(older)) return { output_format: { schema: format.schema } };
  return { output_config: { format: { type: "json_schema", schema: format.schema } } };
};
