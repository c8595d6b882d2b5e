import type { Block, Message, ToolResultBlock } from "../../core/chat.ts";
import type { Measure } from "../../core/dialect.ts";
import type { Entry, Piece } from "../../core/memory.ts";
import type { JsonPath } from "../../lib/json.ts";
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
    if (block.kind !== "image" || block.source.type !== "base64") return [];
    return [{ path, kind: "image", hash: contentHash(block.source.data), tokens: imageTokens, ...outside }];
  }
  return stringsAt(json, path).map((place) => ({
    ...{ path: place.path, kind, hash: contentHash(place.text), tokens: measure(place.text) },
    ...outside,
  }));
};

/** A picture of usual size; what it really takes depends on the model. */
const imageTokens = 1500;

/** The place of a block within its element; null where it was made here. */
const pathWithin = ({ origin }: Block): JsonPath | null => origin?.path.slice(2) ?? null;

const tokensOf = (block: Block, measure: Measure): number => {
  switch (block.type) {
    case "text":
    case "refusal":
    case "thinking":
      return measure(block.text);
    case "media":
      return imageTokens;
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
