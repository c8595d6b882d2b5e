import { isObject, type JsonObject, listIn, objectIn, textIn } from "../json-view.ts";
import { Refusal } from "../refusal.ts";

/** Blocks of other vendors' formats. A word that nobody knows may be one of tomorrow's. */
const foreign: ReadonlySet<string> = new Set([
  ...["", "image_url", "input_text", "output_text", "input_image", "input_file", "input_audio", "file", "refusal"],
  ...["function_call", "function_call_output", "tool_call", "document_url", "reasoning", "media", "json", "unknown"],
]);

/** Refuses blocks that the vendor has no name for or could not read, and messages that say nothing. */
export const checkBlocks = (messages: readonly JsonObject[]): void => {
  const [first] = messages.filter(({ role }) => role !== "system");
  if (first !== undefined && first.role !== "user")
    throw new Refusal(400, 'messages: first message must use the "user" role');
  for (const [at, { role, content }] of messages.entries()) {
    const isLast = at === messages.length - 1 && role === "assistant";
    if (!isLast && (content === "" || (Array.isArray(content) && content.length === 0)))
      throw new Refusal(
        400,
        `messages.${at}: all messages must have non-empty content except for the optional final assistant message`,
      );
    const blocks = listIn(content).map(objectIn);
    for (const [index, block] of blocks.entries()) checkBlock(block, `messages.${at}.content.${index}`);
    checkResultsFirst(blocks, at);
    if (isLast && endsWithSpace(content))
      throw new Refusal(400, "messages: final assistant content cannot end with trailing whitespace");
  }
};

const checkBlock = (block: JsonObject, where: string): void => {
  const type = textIn(block.type);
  if (foreign.has(type))
    throw new Refusal(400, `${where}: Input tag '${type}' found using 'type' does not match any of the expected tags`);
  if (type === "text" && textIn(block.text).trim() === "")
    throw new Refusal(400, "messages: text content blocks must contain non-whitespace text");
  if (type === "image") checkImage(objectIn(block.source), `${where}.image`);
  if (type === "tool_use" && !isObject(block.input))
    throw new Refusal(400, `${where}.tool_use.input: Input should be a valid dictionary`);
  if (type !== "tool_result") return;
  for (const [index, inner] of listIn(block.content).map(objectIn).entries())
    checkBlock(inner, `${where}.tool_result.content.${index}`);
};

const images = ["image/jpeg", "image/png", "image/gif", "image/webp"];

const checkImage = (source: JsonObject, where: string): void => {
  if (source.type !== "base64") return;
  if (!images.includes(textIn(source.media_type)))
    throw new Refusal(400, `${where}.source.base64.media_type: Input should be one of ${images.join(", ")}`);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(textIn(source.data)))
    throw new Refusal(400, `${where}.source.base64: invalid base64 data`);
};

/** Between a call and its result stands nothing, not even a word of the same message (docs, handling tool results). */
const checkResultsFirst = (blocks: readonly JsonObject[], at: number): void => {
  const last = blocks.findLastIndex(({ type }) => type === "tool_result");
  const other = blocks.findIndex(({ type }) => type !== "tool_result");
  if (other >= 0 && other < last)
    throw new Refusal(400, `messages.${at}: \`tool_result\` blocks must come before any other in a message`);
};

const endsWithSpace = (content: unknown): boolean => {
  const last = objectIn(listIn(content).at(-1));
  return /\s$/.test(typeof content === "string" ? content : textIn(last.type === "text" ? last.text : ""));
};
