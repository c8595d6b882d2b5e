import type { Block, MediaBlock, Origin } from "../../core/chat.ts";
import { citing } from "../../core/citation.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { audioFormat, audioType, readUrl, writeUrl } from "../../core/media.ts";
import { below } from "../../core/origin.ts";
import { merged } from "../../lib/fields.ts";
import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../lib/json.ts";
import { isEmpty, present, restOf } from "../../lib/json-rest.ts";
import { readAnnotations } from "../openai-chat/annotations.ts";

/** The content of a message or of a tool's output: one text, or a list of parts. */
export const readContent = (content: unknown, at: Origin): readonly Block[] => {
  if (typeof content === "string") return [{ type: "text", text: content, extras: {}, origin: at }];
  return listIn(content).map((part, position) => readPart(part, below(at, position)));
};

/** One part; its extras are those of the part. */
export const readPart = (part: unknown, origin: Origin): Block => {
  const block = isObject(part) ? knownPart(part, origin) : null;
  if (!isObject(part) || block === null) return { type: "unknown", json: part, extras: {}, origin };
  return { ...block, extras: restOf(part, { type: true, ...writePart(block, "user") }) };
};

const knownPart = (part: JsonObject, origin: Origin): Block | null => {
  const bare = { extras: {}, origin };
  switch (part["type"]) {
    case "input_text":
    case "output_text":
    case "text":
      if (typeof part["text"] !== "string") return null;
      return { ...bare, type: "text", text: part["text"], ...citing(readAnnotations(part["annotations"])) };
    case "refusal":
      return typeof part["refusal"] === "string" ? { ...bare, type: "refusal", text: part["refusal"] } : null;
    case "input_image":
      return mediaOf(part, { kind: "image", url: "image_url", origin });
    case "input_file":
      return mediaOf(part, { kind: "document", url: "file_url", origin });
    case "input_audio":
      return soundOf(objectIn(part["input_audio"]), origin);
    default:
      return null;
  }
};

type Fields = { readonly kind: "image" | "document"; readonly url: string; readonly origin: Origin };

const mediaOf = (part: JsonObject, { kind, url, origin }: Fields): MediaBlock | null => {
  const [name, detail] = [textOrNull(part["filename"]), textOrNull(part["detail"])];
  const bare = { type: "media", kind, name, detail, extras: {}, origin } as const;
  const data = textOrNull(part["file_data"]);
  if (data !== null) return { ...bare, source: readUrl(data) };
  const place = textOrNull(part[url]);
  if (place !== null && kind === "document") return { ...bare, source: { type: "url", url: place, mediaType: null } };
  if (place !== null) return { ...bare, source: readUrl(place) };
  const id = textOrNull(part["file_id"]);
  return id === null ? null : { ...bare, source: { type: "file", id, mediaType: null } };
};

const soundOf = ({ data, format }: JsonObject, origin: Origin): MediaBlock | null => {
  if (typeof data !== "string" || typeof format !== "string") return null;
  const source = { type: "base64", mediaType: audioType(format), data } as const;
  return { type: "media", kind: "audio", source, name: null, detail: null, extras: {}, origin };
};

/** A block as a part of a message of this role; null for what is no part of a message. */
export const writePart = (block: Block, role: string): JsonObject | null => {
  switch (block.type) {
    case "text":
      return { type: role === "assistant" ? "output_text" : "input_text", text: block.text };
    case "refusal":
      return { type: "refusal", refusal: block.text };
    case "media":
      return writeMedia(block);
    case "json":
      return { type: role === "assistant" ? "output_text" : "input_text", text: JSON.stringify(block.json) };
    case "unknown":
      return isOwn("openai-responses", block) && isObject(block.json) ? block.json : null;
    default:
      return null;
  }
};

/** A file that another vendor keeps cannot be read here. */
const writeMedia = (block: MediaBlock): JsonObject | null => {
  const { kind, source, name: filename, detail } = block;
  if (kind === "video") return null;
  if (kind === "audio") {
    if (source.type !== "base64") return null;
    return { type: "input_audio", input_audio: { data: source.data, format: audioFormat(source.mediaType) } };
  }
  const type = kind === "image" ? "input_image" : "input_file";
  const beside = present({ filename, detail });
  if (source.type === "file") return isOwn("openai-responses", block) ? { type, file_id: source.id, ...beside } : null;
  if (kind === "image") return { type, image_url: writeUrl(source), ...beside };
  const place = source.type === "url" ? { file_url: source.url } : { file_data: writeUrl(source) };
  return { type, ...place, ...beside };
};

/** The output of a tool: the one text that it is, or its parts. */
export const writeOutput = (blocks: readonly Block[]): unknown => {
  const [only] = blocks;
  if (only === undefined) return "";
  if (blocks.length === 1 && only.type === "text" && isEmpty(extrasFor("openai-responses", only))) return only.text;
  return blocks
    .map((block) => ({ part: writePart(block, "user"), extras: extrasFor("openai-responses", block) }))
    .flatMap(({ part, extras }) => (part === null ? [] : [merged(extras, part)]));
};
