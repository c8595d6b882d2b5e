import { isObject, type JsonObject } from "./json-view.ts";

/**
 * The simulator's exact token rule: one token per CJK character, per run of up to 12 other letters, per run of up to
 * 3 digits, and per run of up to 3 signs; white space is free. It imitates no vendor, so a bill can be checked by hand.
 */
const token =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[[\p{L}\p{M}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]]{1,12}|\p{N}{1,3}|[^\s\p{L}\p{M}\p{N}]{1,3}/gv;

/** What an image, a sound or a document that is not text costs, whatever its size. */
export const mediaTokens = 300;

/** The number of tokens in a text. */
export const tokensIn = (text: string): number => text.match(token)?.length ?? 0;

/** The tokens of a value's compact JSON: the rule for tool definitions and tool arguments. */
export const tokensInJson = (value: unknown): number =>
  value === undefined || value === null ? 0 : tokensIn(JSON.stringify(value));

/** The text in pieces of `size` tokens, each with the white space before it; together they are the text. */
export const tokenPieces = (text: string, size: number): readonly string[] => {
  const ends = [...text.matchAll(token)].map((match) => match.index + match[0].length);
  const cuts = ends.filter((_, at) => (at + 1) % size === 0 && at + 1 < ends.length);
  return [...cuts, text.length].map((end, at) => text.slice(cuts[at - 1] ?? 0, end)).filter((piece) => piece !== "");
};

/** The longest beginning of the text that costs at most `tokens`. */
export const firstTokens = (text: string, tokens: number): string => {
  if (tokens <= 0) return "";
  if (tokensIn(text) <= tokens) return text;
  return tokenPieces(text, tokens)[0] ?? "";
};

/**
 * The input tokens of messages, instructions or contents in any vendor's shape: every string that a model would see.
 * Names of types, ids, signatures and encrypted parts are free; tool arguments and results cost their JSON; media cost
 * `mediaTokens` each; what is unknown is walked like the rest.
 */
export const visibleTokens = (value: unknown): number => {
  if (typeof value === "string") return tokensIn(value);
  if (Array.isArray(value)) return value.reduce((sum: number, item: unknown) => sum + visibleTokens(item), 0);
  if (!isObject(value)) return 0;
  if (isMedium(value)) return mediaTokens;
  return Object.entries(value).reduce((sum, [name, item]) => sum + fieldTokens(name, item), 0);
};

const fieldTokens = (name: string, value: unknown): number => {
  if (unseen.has(name)) return 0;
  return spelledOut.has(name) && isObject(value) ? tokensInJson(value) : visibleTokens(value);
};

const unseen = new Set([
  "type",
  "role",
  "id",
  "call_id",
  "tool_use_id",
  "tool_call_id",
  "cache_control",
  "signature",
  "thoughtSignature",
  "thought_signature",
  "encrypted_content",
  "media_type",
  "mimeType",
  "mime_type",
  "status",
  "detail",
  "phase",
  "output_config",
  "citations",
  "internal_chat_message_metadata_passthrough",
]);

const spelledOut = new Set(["input", "args", "response", "action"]);

const mediumTypes = new Set(["image", "image_url", "input_image", "input_audio", "audio", "input_file", "file"]);

const isMedium = (part: JsonObject): boolean => {
  if (isObject(part.inlineData) || isObject(part.inline_data) || isObject(part.fileData)) return true;
  if (part.type === "document" && isObject(part.source))
    return part.source.type !== "text" && part.source.type !== "content";
  return typeof part.type === "string" && mediumTypes.has(part.type);
};
