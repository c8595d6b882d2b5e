import type { Block, MediaBlock, MediaSource } from "../../core/chat.ts";
import type { ShownPart } from "../../core/request-detail.ts";
import { inputText } from "../../core/tool-input.ts";
import { redacted, withoutHalfKey } from "../../lib/redact.ts";

/** Text up to here is shown of one piece, in characters. */
const longest = 4096;

/** What a piece takes in an answer beside its text. */
const partLength = 100;

/** How much may be shown of a conversation together, and how much was left out. */
export class Room {
  #left: number;
  cut = 0;

  constructor(length: number) {
    this.#left = length;
  }

  get isFull(): boolean {
    return this.#left <= 0;
  }

  /** As much of a text as there is room for, without keys. */
  take(text: string): string {
    const length = Math.max(0, Math.min(longest, this.#left - partLength));
    this.#left -= partLength;
    if (text.length <= length) {
      this.#left -= text.length;
      return redacted(text);
    }
    this.#left -= length;
    this.cut += text.length - length;
    return redacted(withoutHalfKey(text.slice(0, length)));
  }
}

/** Blocks for people to read, as many as there is room for. */
export const shownParts = (blocks: readonly Block[], room: Room): readonly ShownPart[] => {
  const shown: ShownPart[] = [];
  for (const block of blocks) {
    if (room.isFull) room.cut += "text" in block ? block.text.length : 0;
    else shown.push(shownPart(block, room));
  }
  return shown;
};

const shownPart = (block: Block, room: Room): ShownPart => {
  const part = (kind: ShownPart["kind"], text: string, name: string | null = null): ShownPart => ({
    kind,
    name: name === null ? null : shownName(name),
    text: room.take(text),
    bytes: Buffer.byteLength(text),
  });
  switch (block.type) {
    case "text":
    case "refusal":
      return part("text", block.text);
    case "thinking":
      return { ...part("thinking", block.text), bytes: Buffer.byteLength(block.text || (block.signature ?? "")) };
    case "tool-call":
      return part("tool-call", inputText(block.input) ?? "", block.name);
    case "tool-result":
      return { ...part("tool-result", textOf(block.blocks), block.name), isError: block.isError };
    case "media":
      return shownMedia(block, room);
    case "json":
      return part("other", JSON.stringify(block.json) ?? "", "json");
    case "unknown":
      return part("other", JSON.stringify(block.json) ?? "");
    default:
      return block satisfies never;
  }
};

/** A name that somebody else has given. */
export const shownName = (name: string): string => redacted(name.slice(0, longestName));

const longestName = 200;

/** Of a picture nobody reads the bytes: what it is. */
const shownMedia = ({ kind, source, name }: MediaBlock, room: Room): ShownPart => ({
  kind: kind === "image" || kind === "document" ? kind : "other",
  name: name === null ? null : shownName(name),
  text: room.take(labelOf(kind, source)),
  bytes: bytesOf(source),
});

const labelOf = (kind: string, source: MediaSource): string => {
  switch (source.type) {
    case "base64":
      return source.mediaType;
    case "url":
      return source.url;
    case "file":
      return `${kind} ${source.id}`;
    case "text":
      return source.text;
    default:
      return source satisfies never;
  }
};

/** Four letters of base64 are three bytes. What lies elsewhere has no size here. */
const bytesOf = (source: MediaSource): number => {
  if (source.type === "base64") return Math.floor((source.data.length * 3) / 4);
  return source.type === "text" ? Buffer.byteLength(source.text) : 0;
};

/** What a tool gave, as one text. */
const textOf = (blocks: readonly Block[]): string =>
  blocks
    .map((block) => {
      if (block.type === "text") return block.text;
      return block.type === "media" ? `[${labelOf(block.kind, block.source)}]` : (JSON.stringify(block) ?? "");
    })
    .join("\n");
