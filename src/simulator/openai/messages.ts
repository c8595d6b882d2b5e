import { isObject, type JsonObject, listIn, objectIn, textIn } from "../json-view.ts";
import { Refusal } from "../refusal.ts";

/** Fields of a message, of whatever role (SDK 6.49, `ChatCompletionMessageParam`); an answer comes back with all of its own. */
const messageFields: ReadonlySet<string> = new Set([
  ...["role", "content", "name", "tool_calls", "tool_call_id", "function_call", "refusal", "audio", "annotations"],
]);

/** What the parts of a message may be, by who speaks. */
const parts: Readonly<Record<string, readonly string[]>> = {
  user: ["text", "image_url", "input_audio", "file"],
  assistant: ["text", "refusal"],
  system: ["text"],
  developer: ["text"],
  tool: ["text"],
};

/** Refuses messages of a chat completion that OpenAI would not read; those who took its format over read more. */
export const checkMessages = (messages: readonly JsonObject[]): void => {
  for (const [at, message] of messages.entries()) {
    const unknown = Object.keys(message).find((name) => !messageFields.has(name));
    if (unknown !== undefined) throw wrong(`messages[${at}].${unknown}`, "Unknown parameter", "unknown_parameter");
    checkContent(message, at);
    for (const [index, call] of listIn(message.tool_calls).map(objectIn).entries())
      checkCall(call, `messages[${at}].tool_calls[${index}]`);
    if (Array.isArray(message.tool_calls) && message.tool_calls.length === 0)
      throw wrong(`messages[${at}].tool_calls`, "Expected an array with minimum length 1", "empty_array");
  }
};

const checkContent = (message: JsonObject, at: number): void => {
  const { content } = message;
  const role = textIn(message.role);
  const where = `messages[${at}].content`;
  if (typeof content === "string") return;
  if (Array.isArray(content)) {
    if (content.length === 0) throw wrong(where, "Expected an array with minimum length 1", "empty_array");
    for (const [index, part] of content.map(objectIn).entries()) checkPart(part, role, `${where}[${index}]`);
    return;
  }
  const maySayNothing = role === "assistant" && (Array.isArray(message.tool_calls) || isObject(message.function_call));
  if (!maySayNothing) throw wrong(where, "Expected a string, got null", "invalid_type");
};

const checkPart = (part: JsonObject, role: string, where: string): void => {
  const type = textIn(part.type);
  const taken = parts[role];
  if (taken !== undefined && !taken.includes(type))
    throw wrong(where, `Invalid value '${type}'. Supported values are: ${taken.join(", ")}`, "invalid_value");
  if (type !== "image_url") return;
  const url = textIn(objectIn(part.image_url).url);
  if (!/^(https?:\/\/|data:image\/(png|jpe?g|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$)/.test(url))
    throw wrong(`${where}.image_url.url`, "Expected a URL or a base64-encoded image", "invalid_image_url");
};

const checkCall = (call: JsonObject, where: string): void => {
  if (call.type !== "function" && call.type !== "custom")
    throw wrong(`${where}.type`, "Invalid value", "invalid_value");
  if (textIn(call.id) === "") throw wrong(`${where}.id`, "Missing required parameter", "missing_required_parameter");
  const said = call.type === "function" ? objectIn(call.function).arguments : objectIn(call.custom).input;
  if (typeof said !== "string") throw wrong(where, "Expected its arguments as a string", "invalid_type");
};

const wrong = (param: string, why: string, code: string): Refusal =>
  new Refusal(400, `Invalid '${param}': ${why}.`, { param, code });
