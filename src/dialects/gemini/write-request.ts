import type { Block, Chat, Message } from "../../core/chat.ts";
import type { WrittenRequest } from "../../core/dialect.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { joinedTurns } from "../../core/turns.ts";
import { merged } from "../../lib/fields.ts";
import { type JsonObject, objectIn } from "../../lib/json.ts";
import { writeConfig } from "./config.ts";
import { writeToolChoice, writeTools } from "./tools.ts";
import { type CallNames, writeParts } from "./write-parts.ts";

/** A conversation as a request of Gemini's; a stream is asked for as server-sent events. */
export const writeRequest = (chat: Chat): WrittenRequest => {
  const extras = extrasFor("gemini", chat);
  const names: CallNames = new Map(chat.messages.flatMap(({ blocks }) => callsIn(blocks)));
  const instructions = [...chat.system, ...chat.messages.filter(isInstruction).flatMap(({ blocks }) => blocks)];
  const said = chat.messages.filter((message) => !isInstruction(message));
  const spoken = joinedTurns(said, "gemini", (before, after) => roleOf(before) === roleOf(after));
  const system = writeParts(instructions);
  const tools = writeTools(chat.tools);
  const config = definedIn(writeConfig(chat, objectIn(extras["generationConfig"])));
  const known: JsonObject = {
    contents: "contents" in extras ? undefined : spoken.flatMap((message) => writeContent(message, names)),
    systemInstruction: system.length === 0 ? undefined : { parts: system },
    tools: "tools" in extras || tools.length === 0 ? undefined : tools,
    toolConfig: chat.toolChoice === null ? undefined : writeToolChoice(chat.toolChoice),
    generationConfig: Object.keys(config).length === 0 ? undefined : config,
  };
  const method = chat.stream ? "streamGenerateContent" : "generateContent";
  return {
    path: `/v1beta/models/${chat.model ?? ""}:${method}`,
    query: chat.stream ? "alt=sse" : "",
    body: merged(extras, known),
  };
};

const definedIn = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

const isInstruction = ({ role }: Message): boolean => role === "system" || role === "developer";

const callsIn = (blocks: readonly Block[]): [string, string][] =>
  blocks.flatMap((block): [string, string][] =>
    block.type === "tool-call" && block.id !== null ? [[block.id, block.name]] : [],
  );

const roleOf = ({ role }: Message): string => (role === "assistant" ? "model" : "user");

/** A turn of another format of which nothing can be said here is none. */
const writeContent = (message: Message, names: CallNames): readonly JsonObject[] => {
  const parts = writeParts(message.blocks, names);
  if (parts.length === 0 && !isOwn("gemini", message)) return [];
  return [{ role: roleOf(message), parts, ...extrasFor("gemini", message) }];
};
