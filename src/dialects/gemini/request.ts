import type { Chat, Message, Role } from "../../core/chat.ts";
import { fieldsOf } from "../../lib/fields.ts";
import { isObject, type JsonObject, type JsonPath } from "../../lib/json.ts";
import { readFormat, readReasoning, readSampling } from "./config.ts";
import { originAt, readPart, readParts } from "./parts.ts";
import { readToolChoice, readTools } from "./tools.ts";

/** A body of `:generateContent` or `:streamGenerateContent` as a conversation; both are in the path, and so is the model. */
export const readRequest = (body: JsonObject, path: string): Chat => {
  const fields = fieldsOf(body);
  const [, model = null, method = ""] = /\/models\/([^/:?]+):(\w+)/.exec(path) ?? [];
  const config = fields.within("generationConfig", "generation_config");
  const system = fields.within("systemInstruction", "system_instruction");
  const listed = (value: unknown): readonly Message[] | null =>
    Array.isArray(value) ? value.map((content: unknown, index) => readContent(content, ["contents", index])) : null;
  const read = {
    model,
    stream: method === "streamGenerateContent",
    system: system.taken((parts) => readParts(parts, ["systemInstruction", "parts"]), "parts") ?? [],
    messages: fields.taken(listed, "contents") ?? [],
    tools: fields.taken(readTools, "tools") ?? [],
    toolChoice: readToolChoice(fields.within("toolConfig", "tool_config")),
    sampling: readSampling(config),
    reasoning: readReasoning(config),
    format: readFormat(config),
    continues: null,
  };
  return { ...read, extras: fields.left(), origin: originAt([]) };
};

/** A role that nobody knows stays beside the message, as it was. */
const readContent = (json: unknown, path: JsonPath): Message => {
  const origin = originAt(path);
  if (!isObject(json)) return { role: "user", name: null, blocks: [readPart(json, path)], extras: {}, origin };
  const fields = fieldsOf(json);
  const role = fields.taken((said) => roles.get(said) ?? null, "role") ?? "user";
  const blocks = fields.taken((parts) => readParts(parts, [...path, "parts"]), "parts") ?? [];
  return { role, name: null, blocks, extras: fields.left(), origin };
};

const roles: ReadonlyMap<unknown, Role> = new Map([
  ["user", "user"],
  ["model", "assistant"],
]);
