import type { Block, MediaBlock, MediaSource, Origin } from "../../core/chat.ts";
import type { DialectName } from "../../core/dialect-name.ts";
import { extrasFor, isOwn } from "../../core/extras.ts";
import { audioFormat, audioType, readUrl, writeUrl } from "../../core/media.ts";
import { below } from "../../core/origin.ts";
import { merged } from "../../lib/fields.ts";
import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../lib/json.ts";
import { isEmpty, present, restOf } from "../../lib/json-rest.ts";

/** The content of a message: one text, or a list of parts. */
export const readContent = (content: unknown, at: Origin): readonly Block[] => {
  if (typeof content === "string") return [{ type: "text", text: content, extras: {}, origin: at }];
  return listIn(content).map((part, position) => readPart(part, below(at, position)));
};

/** One part, of OpenAI's kinds and of those of others: Mistral's `document_url` and `thinking`, z.ai's `video_url`. */
export const readPart = (part: unknown, origin: Origin): Block => {
  const block = isObject(part) ? knownPart(part, origin) : null;
  if (!isObject(part) || block === null) return { type: "unknown", json: part, extras: {}, origin };
  const written = objectIn(writePart(block, origin.dialect));
  return { ...block, extras: { ...block.extras, ...restOf(part, { type: true, ...written }) } };
};

const knownPart = (part: JsonObject, origin: Origin): Block | null => {
  const bare = { extras: {}, origin };
  const { type, text, refusal } = part;
  const media = (kind: MediaBlock["kind"], source: MediaSource | null, extras: JsonObject = {}): MediaBlock | null =>
    source === null ? null : { type: "media", kind, source, name: null, detail: null, extras, origin };
  switch (type) {
    case "text":
      return typeof text === "string" ? { ...bare, type: "text", text } : null;
    case "refusal":
      return typeof refusal === "string" ? { type: "refusal", text: refusal, extras: { type }, origin } : null;
    case "thinking":
      return readThought(part, origin);
    case "image_url":
      return withDetail(media("image", urlIn(part["image_url"])), objectIn(part["image_url"])["detail"]);
    case "audio_url":
      return media("audio", urlIn(part["audio_url"]));
    case "video_url":
      return media("video", urlIn(part["video_url"]));
    case "file_url":
      return media("document", urlIn(part["file_url"]));
    case "document_url":
      return media("document", urlIn(part["document_url"]), { type });
    case "input_audio":
      return media("audio", soundIn(objectIn(part["input_audio"])));
    case "file": {
      const source = fileIn(objectIn(part["file"]));
      const file = media("document", source, source?.type === "url" ? { type } : {});
      return file && { ...file, name: textOrNull(objectIn(part["file"])["filename"]) };
    }
    default:
      return null;
  }
};

const withDetail = (block: MediaBlock | null, detail: unknown): MediaBlock | null =>
  block && { ...block, detail: textOrNull(detail) };

/** A thought of Mistral's: a list of texts. */
const readThought = ({ thinking, signature }: JsonObject, origin: Origin): Block | null => {
  if (!Array.isArray(thinking)) return null;
  const text = thinking.map((one) => textOrNull(objectIn(one)["text"]) ?? "").join("");
  const extras = { type: "thinking" };
  return { type: "thinking", text, signature: textOrNull(signature), isSealed: false, extras, origin };
};

/** `{url: …}`, or the URL alone as Mistral takes it. */
const urlIn = (value: unknown): MediaSource | null => {
  const url = typeof value === "string" ? value : textOrNull(objectIn(value)["url"]);
  return url === null ? null : readUrl(url);
};

const soundIn = ({ data, format }: JsonObject): MediaSource | null =>
  typeof data === "string" && typeof format === "string"
    ? { type: "base64", mediaType: audioType(format), data }
    : null;

const fileIn = ({ file_data: data, file_id: id }: JsonObject): MediaSource | null => {
  if (typeof data === "string") return readUrl(data);
  return typeof id === "string" ? { type: "file", id, mediaType: null } : null;
};

/** A block as a part, without its extras; undefined for what is no part of a message. */
export const writePart = (block: Block, dialect: DialectName): unknown => {
  switch (block.type) {
    case "text":
      return { type: "text", text: block.text };
    case "refusal":
      return { type: "refusal", refusal: block.text };
    case "thinking":
      return present({
        ...{ type: "thinking", thinking: [{ type: "text", text: block.text }] },
        signature: block.signature,
      });
    case "media":
      return writeMedia(block, dialect);
    case "json":
      return { type: "text", text: JSON.stringify(block.json) };
    case "unknown":
      return isOwn(dialect, block) ? block.json : undefined;
    default:
      return undefined;
  }
};

/** A file that another vendor keeps cannot be read here. */
const writeMedia = (block: MediaBlock, dialect: DialectName): JsonObject | undefined => {
  const { kind, source, name: filename, detail } = block;
  const { type: form } = extrasFor(dialect, block);
  if (source.type === "file") {
    const isReadable = kind === "document" && isOwn(dialect, block);
    return isReadable ? { type: "file", file: present({ file_id: source.id, filename }) } : undefined;
  }
  const url = writeUrl(source);
  if (form === "document_url") return { type: form, document_url: url };
  if (kind === "document" && source.type === "url" && form !== "file") return { type: "file_url", file_url: { url } };
  if (kind === "document") return { type: "file", file: present({ file_data: url, filename }) };
  if (kind === "audio" && source.type === "base64")
    return { type: "input_audio", input_audio: { data: source.data, format: audioFormat(source.mediaType) } };
  return { type: `${kind}_url`, [`${kind}_url`]: present({ url, detail }) };
};

/** Blocks as content: the text that they are where they are one plain text, else parts; undefined where there are none. */
export const writeContent = (blocks: readonly Block[], dialect: DialectName): unknown => {
  const [only] = blocks;
  if (only?.type === "text" && blocks.length === 1 && isEmpty(extrasFor(dialect, only))) return only.text;
  const parts = blocks.flatMap((block) => {
    const part = writePart(block, dialect);
    if (part === undefined) return [];
    return [isObject(part) ? merged(extrasFor(dialect, block), part) : part];
  });
  return parts.length === 0 ? undefined : parts;
};
