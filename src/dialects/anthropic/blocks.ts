import type { Block, MediaBlock, MediaSource, Origin, Part } from "../../core/chat.ts";
import { citing } from "../../core/citation.ts";
import { type Fields, fieldsOf } from "../../lib/fields.ts";
import { isObject, type JsonPath } from "../../lib/json.ts";
import { readMark } from "./cache-mark.ts";
import { readCitations } from "./citations.ts";

/** Content: a text, or a list of blocks. Null = neither, or not there. */
export const readContent = (content: unknown, path: JsonPath): readonly Block[] | null => {
  if (content === "") return [];
  if (typeof content === "string") return [{ type: "text", text: content, extras: {}, origin: originAt(path) }];
  return Array.isArray(content) ? content.map((block: unknown, index) => readBlock(block, [...path, index])) : null;
};

/** A place in a body of this dialect. */
export const originAt = (path: JsonPath): Origin => ({ dialect: "anthropic", path });

/** One block; what these words do not know, or cannot make sense of, is `unknown`. */
export const readBlock = (json: unknown, path: JsonPath): Block => {
  const known = isObject(json) && path.length <= maxDepth ? readKnown(fieldsOf(json), path) : null;
  return known ?? { type: "unknown", json, extras: {}, origin: originAt(path) };
};

/** Blocks within blocks within a message: deeper ones are somebody's attempt at our stack. */
const maxDepth = 16;

const readKnown = (fields: Fields, path: JsonPath): Block | null => {
  const type = fields.text("type") ?? "";
  const read = readers.get(type) ?? (type.endsWith("_tool_result") ? readServerResult : null);
  return read === null ? null : read(fields, path, type);
};

type ReadBlock = (fields: Fields, path: JsonPath, type: string) => Block | null;

/** What every block has beside its meaning; asked for last. */
const rest = (fields: Fields, path: JsonPath): Part => ({
  ...readMark(fields),
  extras: fields.left(),
  origin: originAt(path),
});

const readText: ReadBlock = (fields, path) => {
  const text = fields.text("text");
  if (text === null) return null;
  const beside = rest(fields, path);
  return { type: "text", text, ...citing(readCitations(beside.extras["citations"])), ...beside };
};

const readThinking: ReadBlock = (fields, path) => {
  const text = fields.text("thinking");
  const signature = fields.text("signature");
  return text === null ? null : { type: "thinking", text, signature, isSealed: false, ...rest(fields, path) };
};

const readSealed: ReadBlock = (fields, path) => {
  const signature = fields.text("data");
  return signature === null ? null : { type: "thinking", text: "", signature, isSealed: true, ...rest(fields, path) };
};

const readMedia =
  (kind: MediaBlock["kind"]): ReadBlock =>
  (fields, path) => {
    const source = readSource(fields.within("source"));
    if (source === null) return null;
    const name = kind === "document" ? fields.text("title") : null;
    return { type: "media", kind, source, name, detail: null, ...rest(fields, path) };
  };

const readSource = (fields: Fields): MediaSource | null => {
  const type = fields.text("type");
  if (type === "url") {
    const url = fields.text("url");
    return url === null ? null : { type, url, mediaType: null };
  }
  if (type === "file") {
    const id = fields.text("file_id");
    return id === null ? null : { type, id, mediaType: null };
  }
  const data = fields.text("data");
  const mediaType = fields.text("media_type");
  if (type === "text") return data === null ? null : { type, text: data, mediaType };
  if (type !== "base64" || data === null || mediaType === null) return null;
  return { type, mediaType, data };
};

/** A call of a tool; `kind` is kept where it is not the usual one of its side. */
const readCall =
  (isServerSide: boolean): ReadBlock =>
  (fields, path, type) => {
    const id = fields.text("id");
    const name = fields.text("name");
    if (name === null) return null;
    const json = fields.taken((value) => value, "input") ?? null;
    const { extras, ...beside } = rest(fields, path);
    const kind = type === "mcp_tool_use" ? { type } : {};
    const call = { id, name, input: { json }, signature: null, isServerSide };
    return { type: "tool-call", ...call, ...beside, extras: { ...extras, ...kind } };
  };

const readResult: ReadBlock = (fields, path) => {
  const callId = fields.text("tool_use_id");
  const blocks = fields.taken((value) => readContent(value, [...path, "content"]), "content") ?? [];
  const isError = fields.flag("is_error") ?? false;
  return { type: "tool-result", callId, name: null, blocks, isError, isServerSide: false, ...rest(fields, path) };
};

/** What a tool of the vendor's gave: a list of blocks, or one object that is all of it. */
const readServerResult: ReadBlock = (fields, path, type) => {
  const callId = fields.text("tool_use_id");
  const at = [...path, "content"];
  const read = (value: unknown): readonly Block[] | null =>
    isObject(value) ? [bare(value, at)] : readContent(value, at);
  const blocks = fields.taken(read, "content") ?? [];
  const [first] = blocks;
  const said = first?.type === "unknown" && isObject(first.json) ? first.json["type"] : null;
  const isError = fields.flag("is_error") ?? (typeof said === "string" && said.endsWith("_error"));
  const { extras, ...beside } = rest(fields, path);
  const result = { callId, name: null, blocks, isError, isServerSide: true };
  return { type: "tool-result", ...result, ...beside, extras: { ...extras, type } };
};

const bare = (json: unknown, path: JsonPath): Block => ({ type: "unknown", json, extras: {}, origin: originAt(path) });

const readers: ReadonlyMap<string, ReadBlock> = new Map([
  ["text", readText],
  ["thinking", readThinking],
  ["redacted_thinking", readSealed],
  ["image", readMedia("image")],
  ["document", readMedia("document")],
  ["tool_use", readCall(false)],
  ["server_tool_use", readCall(true)],
  ["mcp_tool_use", readCall(true)],
  ["tool_result", readResult],
]);
