import type { Block, MediaBlock, Message, ToolResultBlock } from "../../core/chat.ts";
import type { Measure } from "../../core/dialect.ts";
import type { DialectName } from "../../core/dialect-name.ts";
import type { Entry, Piece } from "../../core/memory.ts";
import { imageSize, type PixelSize, sizeHeadBytes } from "../../lib/image-size.ts";
import type { JsonPath } from "../../lib/json.ts";
import { mediaSizeOf, mediaTokens } from "../../meter/tokens/media.ts";
import { callOf } from "./call.ts";
import { contentHash } from "./hash.ts";
import { stringsAt } from "./places.ts";

type Identity = Pick<Entry, "hash" | "author">;

/**
 * What one element of a client's list is, as far as it matters for what is left out. `json` is the element itself,
 * `messages` what its format reads it as; where these stand two steps lead (the list's name and a position).
 */
export const entryOf = (messages: readonly Message[], json: unknown, measure: Measure, identity: Identity): Entry => {
  const blocks = messages.flatMap((message) => message.blocks);
  const pieces = messages.flatMap((message) =>
    message.blocks.flatMap((block) => piecesIn(message, block, json, measure)),
  );
  return {
    ...identity,
    isBound: blocks.some(isBound),
    tokens: blocks.reduce((sum, block) => sum + tokensOf(block, measure), 0),
    pieces,
    calls: blocks.flatMap((block) => (block.type === "tool-call" && !block.isServerSide ? [callOf(block)] : [])),
  };
};

const isBound = (block: Block): boolean =>
  (block.type === "thinking" && block.signature !== null) || isSealedCall(block);

const isSealedCall = (block: Block): boolean => block.type === "tool-call" && block.signature !== null;

const piecesIn = (message: Message, block: Block, json: unknown, measure: Measure): readonly Piece[] => {
  if (message.role === "assistant") return [];
  if (block.type === "tool-result") return block.isServerSide ? [] : resultPieces(block, json, measure);
  const outside = { role: message.role, callId: null, isError: false };
  if (message.role !== "user") return [];
  return block.type === "text" || block.type === "media" ? piecesAt(block, json, measure, "text", outside) : [];
};

const resultPieces = (result: ToolResultBlock, json: unknown, measure: Measure): readonly Piece[] =>
  result.blocks.flatMap((block) =>
    piecesAt(block, json, measure, "result", {
      role: "tool",
      callId: result.callId ?? result.name,
      isError: result.isError,
    }),
  );

type Outside = Pick<Piece, "role" | "callId" | "isError">;

const piecesAt = (
  block: Block,
  json: unknown,
  measure: Measure,
  kind: "result" | "text",
  outside: Outside,
): readonly Piece[] => {
  const path = pathWithin(block);
  if (path === null) return [];
  if (block.type === "media") {
    const isKept = path.includes(mediaAlone); // nothing else is taken there
    if (isKept || block.kind !== "image" || block.source.type !== "base64") return [];
    const pixels = pixelsIn(block);
    const hash = contentHash(Buffer.from(block.source.data, "base64"));
    return [{ path, kind: "image", hash, tokens: mediaTokensOf(block), ...outside, ...(pixels && { pixels }) }];
  }
  return stringsAt(json, path).map((place) => ({
    ...{ path: place.path, kind, hash: contentHash(place.text), tokens: measure(place.text) },
    ...outside,
  }));
};

/** What Gemini's results of tools have beside their text: nothing but media. */
const mediaAlone = "functionResponse";

/** What an image tells of its size; null where it does not. */
const pixelsIn = ({ source }: MediaBlock): PixelSize | null =>
  source.type === "base64" ? imageSize(Buffer.from(source.data.slice(0, headLength), "base64")) : null;

/** Four letters are three bytes. */
const headLength = Math.ceil(sizeHeadBytes / 3) * 4;

/** By the rule of the vendor whose format it is: which model it goes to is not known here. */
const mediaTokensOf = (block: MediaBlock): number => {
  const size = mediaSizeOf(block);
  return size === null ? 0 : mediaTokens(size, usualModels[block.origin?.dialect ?? "openai-chat"]);
};

const usualModels: Readonly<Record<DialectName, string>> = {
  anthropic: "claude",
  gemini: "gemini",
  "openai-chat": "gpt-4o",
  "openai-responses": "gpt-4o",
  unified: "gpt-4o",
};

/** The place of a block within its element; null where it was made here. */
const pathWithin = ({ origin }: Block): JsonPath | null => origin?.path.slice(2) ?? null;

const tokensOf = (block: Block, measure: Measure): number => {
  switch (block.type) {
    case "text":
    case "refusal":
    case "thinking":
      return measure(block.text);
    case "media":
      return mediaTokensOf(block);
    case "tool-call":
      return (
        measure(callOf(block).name) + measure("text" in block.input ? block.input.text : jsonText(block.input.json))
      );
    case "tool-result":
      return block.blocks.reduce((sum, inner) => sum + tokensOf(inner, measure), 0);
    case "json":
    case "unknown":
      return measure(jsonText(block.json));
    default:
      return block satisfies never;
  }
};

const jsonText = (json: unknown): string => JSON.stringify(json) ?? "";
