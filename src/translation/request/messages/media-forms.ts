import type { Block, MediaBlock, MediaSource } from "../../../core/chat.ts";
import type { Provider } from "../../../core/provider.ts";
import { said } from "./blocks.ts";
import type { Taken } from "./taken.ts";

/** A medium in the form that comes nearest to what is taken; a text where it is one and texts are all that is taken. */
export const formed = (block: MediaBlock, provider: Provider, taken: Taken): Block => {
  const { source, kind } = block;
  if (source.type === "file") return keptBy(provider, block) ? { ...block, extras: {}, origin: null } : block;
  const text = kind === "document" ? textIn(source) : null;
  const word = text === null ? null : asText(block, text, taken);
  if (word !== null) return word;
  const typed = typedUrl(named(block));
  if (kind !== "document" || taken.documentForm === null) return typed;
  return { ...typed, extras: { type: taken.documentForm }, origin: null };
};

/** A file goes back to who keeps it, in whichever of the vendor's formats. */
const keptBy = ({ homeOf }: Provider, { origin }: MediaBlock): boolean =>
  origin !== null && homeOf.includes(origin.dialect);

const textIn = (source: MediaSource): string | null => {
  if (source.type === "text") return source.text;
  if (source.type !== "base64" || !/^(text\/|application\/(json|xml|x-yaml|yaml))/.test(source.mediaType)) return null;
  return Buffer.from(source.data, "base64").toString();
};

/** A document as the text that it is; null where its bytes are taken. */
const asText = (block: MediaBlock, text: string, { media, documentTypes }: Taken): Block | null => {
  if (media.document?.includes("text") === true)
    return { ...block, source: { type: "text", text, mediaType: "text/plain" } };
  if (block.source.type === "base64" && documentTypes.test(block.source.mediaType)) return null;
  const name = block.name === null ? "" : ` name=${JSON.stringify(block.name)}`;
  return said(`<document${name}>\n${text}\n</document>`, block);
};

/** Bytes of a document have to have a name, of which the end says what they are. */
const named = (block: MediaBlock): MediaBlock => {
  const { kind, source, name } = block;
  if (kind !== "document" || source.type !== "base64" || name !== null) return block;
  const end = [...types].find(([, type]) => type === source.mediaType)?.[0] ?? "bin";
  return { ...block, name: `document.${end}` };
};

/** An address with the type of what is there, which some formats ask for: what its end says, else the most usual one. */
const typedUrl = (block: MediaBlock): MediaBlock => {
  const { source, kind } = block;
  if (source.type !== "url" || source.mediaType !== null) return block;
  const [, end = ""] = /\.(\w+)(?:[?#]|$)/.exec(source.url) ?? [];
  return { ...block, source: { ...source, mediaType: types.get(end.toLowerCase()) ?? usual[kind] } };
};

const usual: Readonly<Record<MediaBlock["kind"], string>> = {
  image: "image/jpeg",
  audio: "audio/mpeg",
  video: "video/mp4",
  document: "application/pdf",
};

const types: ReadonlyMap<string, string> = new Map([
  ["png", "image/png"],
  ["gif", "image/gif"],
  ["webp", "image/webp"],
  ["jpg", "image/jpeg"],
  ["jpeg", "image/jpeg"],
  ["heic", "image/heic"],
  ["pdf", "application/pdf"],
  ["txt", "text/plain"],
  ["html", "text/html"],
  ["csv", "text/csv"],
  ["wav", "audio/wav"],
  ["ogg", "audio/ogg"],
  ["mp3", "audio/mpeg"],
  ["mp4", "video/mp4"],
  ["webm", "video/webm"],
  ["mov", "video/quicktime"],
]);
