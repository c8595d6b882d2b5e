import type { Block, MediaBlock, MediaSource, ToolCallBlock, ToolResultBlock } from "../../core/chat.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { inputJson } from "../../core/tool-input.ts";
import { merged } from "../../lib/fields.ts";
import { isObject, type JsonObject } from "../../lib/json.ts";
import { writeMark } from "./cache-mark.ts";

/** Blocks as Anthropic writes them; what another format alone knows is left out. */
export const writeBlocks = (blocks: readonly Block[]): unknown[] =>
  blocks.flatMap((block) => {
    const json = writeBlock(block);
    return json === undefined ? [] : [json];
  });

/** One block; undefined where Anthropic has nothing like it. */
export const writeBlock = (block: Block): unknown => {
  const extras = merged(extrasFor("anthropic", block), { cache_control: writeMark(block) });
  switch (block.type) {
    case "text":
    case "refusal":
      return merged(extras, { type: "text", text: block.text });
    case "thinking":
      return merged(
        extras,
        block.isSealed
          ? { type: "redacted_thinking", data: block.signature ?? "" }
          : { type: "thinking", thinking: block.text, signature: block.signature ?? undefined },
      );
    case "media":
      return writeMedia(block, extras);
    case "tool-call":
      return writeCall(block, extras);
    case "tool-result":
      return writeResult(block, extras);
    case "json":
      return merged(extras, { type: "text", text: JSON.stringify(block.json) });
    case "unknown":
      return isOwn("anthropic", block) ? block.json : undefined;
    default:
      return block satisfies never;
  }
};

/** A file that another vendor keeps cannot be read here. */
const writeMedia = (block: MediaBlock, extras: JsonObject): JsonObject | undefined => {
  const { kind, source, name } = block;
  if ((kind !== "image" && kind !== "document") || (source.type === "file" && !isOwn("anthropic", block)))
    return undefined;
  return merged(extras, {
    type: kind,
    source: writeSource(source),
    title: kind === "document" ? (name ?? undefined) : undefined,
  });
};

const writeSource = (source: MediaSource): JsonObject => {
  if (source.type === "url") return { type: "url", url: source.url };
  if (source.type === "file") return { type: "file", file_id: source.id };
  const media_type = source.mediaType ?? undefined;
  return source.type === "text"
    ? { type: "text", media_type, data: source.text }
    : { type: "base64", media_type, data: source.data };
};

const writeCall = ({ id, name, input, isServerSide }: ToolCallBlock, extras: JsonObject): JsonObject => {
  const type = isServerSide ? (extras["type"] ?? "server_tool_use") : "tool_use";
  return merged(extras, { type, id: id ?? undefined, name, input: inputJson(input) ?? {} });
};

const writeResult = (block: ToolResultBlock, extras: JsonObject): JsonObject => {
  const { callId, blocks, isError, isServerSide } = block;
  const type = isServerSide ? (extras["type"] ?? "mcp_tool_result") : "tool_result";
  const hasFlag = type === "mcp_tool_result" || (isError && !isServerSide);
  return merged(extras, {
    type,
    tool_use_id: callId ?? undefined,
    content: isServerSide ? writeServerContent(blocks) : blocks.length === 0 ? undefined : writeBlocks(blocks),
    is_error: hasFlag ? isError : undefined,
  });
};

/** The vendor's own tools give one object that is all of it, or a list of texts and search results. */
const writeServerContent = (blocks: readonly Block[]): unknown => {
  const written = writeBlocks(blocks);
  const [only] = written;
  const isList =
    written.length !== 1 || !isObject(only) || ["text", "web_search_result"].includes(String(only["type"]));
  return isList ? written : only;
};
