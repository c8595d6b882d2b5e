import type { Block, MediaBlock, ToolCallBlock, ToolResultBlock } from "../../core/chat.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { inputJson } from "../../core/tool-input.ts";
import { merged } from "../../lib/fields.ts";
import { isObject, type JsonObject } from "../../lib/json.ts";
import { codeExecution } from "./parts.ts";

/** The names of the tools that were called, by the ids of the calls: formats that pair by id leave them out of results. */
export type CallNames = ReadonlyMap<string, string>;

/** Blocks as Gemini's parts; what another format alone knows is left out. */
export const writeParts = (blocks: readonly Block[], names: CallNames = new Map()): unknown[] =>
  blocks.flatMap((block) => {
    const part = writePart(block, names);
    return part === undefined ? [] : [part];
  });

/** One part; undefined where Gemini has nothing like it. */
export const writePart = (block: Block, names: CallNames = new Map()): unknown => {
  const extras = extrasFor("gemini", block);
  switch (block.type) {
    case "text":
    case "refusal":
      return merged(extras, { text: block.text });
    case "thinking": {
      // The thoughts of another vendor's model have a seal that Google cannot read.
      const thought = { text: block.text, thought: true, thoughtSignature: block.signature ?? undefined };
      return isOwn("gemini", block) && !block.isSealed ? merged(extras, thought) : undefined;
    }
    case "media": {
      const isElsewhere = block.source.type === "file" && !isOwn("gemini", block); // another vendor keeps it
      return isElsewhere ? undefined : merged(extras, writeMedia(block));
    }
    case "tool-call":
      return isOwn("gemini", block) || !block.isServerSide ? merged(extras, writeCall(block)) : undefined;
    case "tool-result":
      return isOwn("gemini", block) || !block.isServerSide ? merged(extras, writeResult(block, names)) : undefined;
    case "json":
      return merged(extras, { text: JSON.stringify(block.json) });
    case "unknown":
      return isOwn("gemini", block) ? block.json : undefined;
    default:
      return block satisfies never;
  }
};

const writeMedia = ({ source, name }: MediaBlock): JsonObject => {
  const mimeType = source.mediaType ?? undefined;
  const displayName = name ?? undefined;
  if (source.type === "base64") return { inlineData: { mimeType, displayName, data: source.data } };
  if (source.type === "text") return { text: source.text };
  return { fileData: { mimeType, displayName, fileUri: source.type === "url" ? source.url : source.id } };
};

/** The seal of another vendor's model is one that Google cannot read. */
const writeCall = (block: ToolCallBlock): JsonObject => {
  const { name, input, isServerSide } = block;
  const thoughtSignature = isOwn("gemini", block) ? (block.signature ?? undefined) : undefined;
  const id = block.id ?? undefined;
  const json = inputJson(input);
  const args = isObject(json) ? json : {};
  if (!isServerSide) return { functionCall: { id, name, args }, thoughtSignature };
  if (name === codeExecution) return { executableCode: { ...args, id }, thoughtSignature };
  return { toolCall: { id, toolType: name, args }, thoughtSignature };
};

const writeResult = (block: ToolResultBlock, names: CallNames): JsonObject => {
  const { callId, isError, isServerSide } = block;
  const id = callId ?? undefined;
  const name = block.name ?? names.get(callId ?? "") ?? callId ?? "";
  if (!isServerSide) {
    const { response, parts } = writeResponse(block);
    return { functionResponse: { id, name, response, parts: parts.length === 0 ? undefined : parts } };
  }
  const [first] = block.blocks;
  if (name !== codeExecution)
    return { toolResponse: { id, toolType: name, response: first?.type === "json" ? first.json : {} } };
  const output = first?.type === "text" ? first.text : undefined;
  return { codeExecutionResult: { id, outcome: isError ? undefined : "OUTCOME_OK", output } };
};

/** A response is one object: as it came, or the texts of the result under Google's own word for it. */
const writeResponse = ({ blocks, isError }: ToolResultBlock): { response: unknown; parts: unknown[] } => {
  const [first, ...media] = blocks;
  if (first?.type === "json" && isObject(first.json)) return { response: first.json, parts: writeParts(media) };
  const texts = blocks.flatMap((block) =>
    block.type === "text" ? [block.text] : block.type === "json" ? [JSON.stringify(block.json)] : [],
  );
  const parts = writeParts(blocks.filter(({ type }) => type === "media"));
  return { response: { [isError ? "error" : "output"]: texts.join("\n") }, parts };
};
