import type { Block, MediaBlock, MediaSource, Origin, Part } from "../../core/chat.ts";
import { type Fields, fieldsOf } from "../../lib/fields.ts";
import { isObject, type JsonPath } from "../../lib/json.ts";

/** The name of the tool that a call of Google's own code execution is of; the wire has none. */
export const codeExecution = "code_execution";

/** A place in a body of this dialect. */
export const originAt = (path: JsonPath): Origin => ({ dialect: "gemini", path });

/** The parts of a content; null where they are none. */
export const readParts = (parts: unknown, path: JsonPath): readonly Block[] | null =>
  Array.isArray(parts) ? parts.map((part: unknown, index) => readPart(part, [...path, index])) : null;

/** One part; what these words do not know, or cannot make sense of, is `unknown`. */
export const readPart = (json: unknown, path: JsonPath): Block => {
  const unknown: Block = { type: "unknown", json, extras: {}, origin: originAt(path) };
  if (!isObject(json) || path.length > maxDepth) return unknown;
  if (typeof json["text"] === "string" && Object.keys(json).length === 1)
    return { type: "text", text: json["text"], extras: {}, origin: unknown.origin }; // most parts of all
  for (const [name, read] of readers) {
    if (!isKnown(json[name]) && !isKnown(json[snake[name] ?? name])) continue;
    const fields = fieldsOf(json);
    const inside = fields.within(name, snake[name] ?? name);
    return read(inside, fields, path) ?? unknown;
  }
  return unknown;
};

const isKnown = (value: unknown): boolean => value !== undefined && value !== null;

/** Parts within results of tools: deeper ones are somebody's attempt at our stack. */
const maxDepth = 16;

/** Reads what is inside of a part's one field of meaning; `fields` are those beside it. */
type ReadPart = (inside: Fields, fields: Fields, path: JsonPath) => Block | null;

const rest = (fields: Fields, path: JsonPath): Part => ({
  extras: fields.left(),
  origin: originAt(path),
});

const readText: ReadPart = (_, fields, path) => {
  const text = fields.text("text");
  if (text === null) return null;
  if (!fields.taken((thought) => (thought === true ? true : null), "thought"))
    return { type: "text", text, ...rest(fields, path) };
  const signature = fields.text("thoughtSignature", "thought_signature");
  return { type: "thinking", text, signature, isSealed: false, ...rest(fields, path) };
};

const readCall: ReadPart = (inside, fields, path) => {
  const name = inside.text("name");
  const call = { id: inside.text("id"), input: { json: inside.object("args") ?? {} }, isServerSide: false };
  const signature = fields.text("thoughtSignature", "thought_signature");
  return name === null ? null : { type: "tool-call", name, ...call, signature, ...rest(fields, path) };
};

/** A response is an object; Google's word for a plain one is `output`, and `error` for a failed one. */
const readResponse: ReadPart = (inside, fields, path) => {
  const at = [...path, "functionResponse"];
  const [name, callId] = [inside.text("name"), inside.text("id")];
  const response = inside.object("response") ?? {};
  const media = inside.taken((parts) => readParts(parts, [...at, "parts"]), "parts") ?? [];
  const [[field, said] = [], ...others] = Object.entries(response);
  const isPlain = typeof said === "string" && others.length === 0 && (field === "output" || field === "error");
  const origin = originAt([...at, "response"]);
  const first: Block = isPlain
    ? { type: "text", text: said, extras: {}, origin }
    : { type: "json", json: response, extras: {}, origin };
  const isError = isPlain && field === "error";
  const blocks = [first, ...media];
  return { type: "tool-result", callId, name, blocks, isError, isServerSide: false, ...rest(fields, path) };
};

const readCode: ReadPart = (inside, fields, path) => {
  const [language, code] = [inside.text("language"), inside.text("code")];
  if (code === null) return null;
  const signature = fields.text("thoughtSignature", "thought_signature");
  const call = { id: inside.text("id"), name: codeExecution, input: { json: { language, code } }, isServerSide: true };
  return { type: "tool-call", ...call, signature, ...rest(fields, path) };
};

const readCodeResult: ReadPart = (inside, fields, path) => {
  const text = inside.text("output");
  const callId = inside.text("id");
  const outcome = inside.taken((said) => (said === "OUTCOME_OK" ? said : null), "outcome");
  const blocks: Block[] = text === null ? [] : [{ type: "text", text, extras: {}, origin: originAt(path) }];
  const isError = outcome === null;
  return {
    type: "tool-result",
    callId,
    name: codeExecution,
    blocks,
    isError,
    isServerSide: true,
    ...rest(fields, path),
  };
};

const readServerCall: ReadPart = (inside, fields, path) => {
  const name = inside.text("toolType", "tool_type");
  const call = { id: inside.text("id"), input: { json: inside.object("args") ?? {} }, isServerSide: true };
  const signature = fields.text("thoughtSignature", "thought_signature");
  return name === null ? null : { type: "tool-call", name, ...call, signature, ...rest(fields, path) };
};

const readServerResult: ReadPart = (inside, fields, path) => {
  const name = inside.text("toolType", "tool_type");
  const callId = inside.text("id");
  const json = inside.object("response") ?? {};
  if (name === null) return null;
  const blocks: Block[] = [{ type: "json", json, extras: {}, origin: originAt(path) }];
  return { type: "tool-result", callId, name, blocks, isError: false, isServerSide: true, ...rest(fields, path) };
};

const readInline: ReadPart = (inside, fields, path) => {
  const mediaType = inside.text("mimeType", "mime_type");
  const data = inside.text("data");
  if (mediaType === null || data === null) return null;
  return mediaOf({ type: "base64", mediaType, data }, inside, () => rest(fields, path));
};

const readFile: ReadPart = (inside, fields, path) => {
  const mediaType = inside.text("mimeType", "mime_type");
  const url = inside.text("fileUri", "file_uri");
  if (url === null) return null;
  const source = isKept(url)
    ? ({ type: "file", id: url, mediaType } as const)
    : ({ type: "url", url, mediaType } as const);
  return mediaOf(source, inside, () => rest(fields, path));
};

/** Files that Google keeps have addresses that nobody else can read. */
const isKept = (url: string): boolean => /^(gs:|https:\/\/generativelanguage\.googleapis\.com\/)/.test(url);

/** `inside` is asked before what is left of the part. */
const mediaOf = (source: MediaSource, inside: Fields, rest: () => Part): MediaBlock => {
  const name = inside.text("displayName", "display_name");
  return { type: "media", kind: kindOf(source), source, name, detail: null, ...rest() };
};

const kindOf = (source: MediaSource): MediaBlock["kind"] => {
  const mediaType = source.mediaType ?? "";
  return (["image", "audio", "video"] as const).find((kind) => mediaType.startsWith(`${kind}/`)) ?? "document";
};

const readers: readonly (readonly [string, ReadPart])[] = [
  ["text", readText],
  ["functionCall", readCall],
  ["functionResponse", readResponse],
  ["inlineData", readInline],
  ["fileData", readFile],
  ["executableCode", readCode],
  ["codeExecutionResult", readCodeResult],
  ["toolCall", readServerCall],
  ["toolResponse", readServerResult],
];

/** Google's JSON may be spelled either way; some SDKs send the one, some the other. */
const snake: Readonly<Record<string, string>> = Object.fromEntries(
  readers.map(([name]) => [name, name.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)]),
);
