import type { AnswerFormat, Block, Chat, Message, Reasoning } from "../../core/chat.ts";
import type { WrittenRequest } from "../../core/dialect.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { joinedTurns } from "../../core/turns.ts";
import { merged } from "../../lib/fields.ts";
import { isObject, type JsonObject } from "../../lib/json.ts";
import { writeMark } from "./cache-mark.ts";
import { writeToolChoice, writeTools } from "./tools.ts";
import { writeBlocks } from "./write-blocks.ts";

/** A conversation as a body of `POST /v1/messages`. */
export const writeRequest = (chat: Chat): WrittenRequest => {
  const extras = extrasFor("anthropic", chat);
  const { sampling, reasoning, format, toolChoice, continues } = chat;
  const { instructions, spoken } = turnsOf(chat.messages);
  const known: JsonObject = {
    model: chat.model ?? undefined,
    max_tokens: sampling.maxTokens ?? undefined,
    system: "system" in extras ? undefined : listOrAbsent(writeBlocks([...chat.system, ...instructions])),
    messages: "messages" in extras ? undefined : spoken.flatMap(writeMessage),
    tools: "tools" in extras ? undefined : listOrAbsent(writeTools(chat.tools)),
    tool_choice: toolChoice === null ? undefined : writeToolChoice(toolChoice),
    stream: chat.stream ? true : undefined,
    cache_control: writeMark(chat),
    temperature: sampling.temperature ?? undefined,
    top_p: sampling.topP ?? undefined,
    top_k: sampling.topK ?? undefined,
    stop_sequences: listOrAbsent(sampling.stop),
    // What another vendor holds is not held here.
    thread:
      continues === null || !isOwn("anthropic", chat)
        ? undefined
        : { type: "continue", previous_message_id: continues },
  };
  const shaped = merged(merged(extras, known), format === null ? {} : writeFormat(format, extras));
  const body = reasoning === null ? shaped : merged(shaped, writeReasoning(reasoning));
  return { path: "/v1/messages", query: "", body, headers: { "anthropic-version": "2023-06-01" } };
};

const listOrAbsent = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list);

/** What another format says first as the system is apart here; its messages become turns. */
const turnsOf = (messages: readonly Message[]): { instructions: readonly Block[]; spoken: readonly Message[] } => {
  const isApart = (message: Message): boolean =>
    rolesWritten[message.role] === "system" && !isOwn("anthropic", message);
  const first = messages.findIndex((message) => !isApart(message));
  const apart = first === -1 ? messages : messages.slice(0, first);
  const isOneTurn = (before: Message, after: Message): boolean =>
    rolesWritten[before.role] === rolesWritten[after.role];
  const spoken = joinedTurns(messages.slice(apart.length), "anthropic", isOneTurn);
  return { instructions: apart.flatMap(({ blocks }) => blocks), spoken };
};

/** Whoever is neither the user nor the model speaks as the system, and results of tools come from the user. */
const writeMessage = (message: Message): readonly JsonObject[] => {
  const content = writeBlocks(message.blocks.filter(isWritable));
  if (content.length === 0 && !isOwn("anthropic", message)) return [];
  return [{ role: rolesWritten[message.role], content, ...extrasFor("anthropic", message) }];
};

/** Another model's thoughts have a seal that Anthropic refuses, and so it does an empty text. */
const isWritable = (block: Block): boolean =>
  isOwn("anthropic", block) || (block.type !== "thinking" && !(block.type === "text" && block.text === ""));

const rolesWritten: Readonly<Record<Message["role"], string>> = {
  system: "system",
  developer: "system",
  user: "user",
  assistant: "assistant",
  tool: "user",
};

/** How much is thought: within a budget, or as much as the model decides where another format only says that it shall. */
const writeReasoning = ({ mode, effort, budgetTokens, isShown }: Reasoning): JsonObject => {
  const budget = budgetTokens ?? undefined;
  const display = isShown === null ? undefined : isShown ? "summarized" : "omitted";
  const type = mode === "on" && budget === undefined ? "adaptive" : typesWritten[mode ?? "unsaid"];
  const meant = type ?? (budget === undefined ? (display === undefined ? undefined : "adaptive") : "enabled");
  return {
    thinking: meant === undefined ? undefined : { type: meant, budget_tokens: budget, display },
    output_config: effort === null ? undefined : { effort: efforts.get(effort) ?? effort },
  };
};

const typesWritten = { off: "disabled", on: "enabled", adaptive: "adaptive", unsaid: undefined } as const;

/** Words of other vendors for which Anthropic has another. */
const efforts: ReadonlyMap<string, string> = new Map([["minimal", "low"]]);

const writeFormat = (format: AnswerFormat, { output_format: older }: JsonObject): JsonObject => {
  if (format.type !== "json-schema") return {};
  if (isObject(older)) return { output_format: { schema: format.schema } };
  return { output_config: { format: { type: "json_schema", schema: format.schema } } };
};
