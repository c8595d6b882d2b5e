import type { Block, MediaBlock, MediaSource } from "../../../core/chat.ts";
import type { Provider } from "../../../core/provider.ts";
import { said } from "./blocks.ts";
import type { Taken } from "./taken.ts";

/** A medium in the form that comes nearest to what is taken; a text where it is one and texts are all that is taken. */
export const formed = (block: MediaBlock, provider: Provider, taken: Taken): Block => {
  const { source, kind } = block;
  if (source.type === "file") return keptBy(provider, block) ? { ...block, extras: {}, origin: null } : block;
  const text = kind === "document" ? textIn(source) : null;
  if (text !== null) return asText(block, text, taken);
  const named =
    kind === "document" && source.type === "base64" && block.name === null ? { ...block, name: nameOf(source) } : block;
  const typed = typedUrl(named);
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

const asText = (block: MediaBlock, text: string, { media, documentTypes }: Taken): Block => {
  if (media.document?.includes("text") === true)
    return { ...block, source: { type: "text", text, mediaType: "text/plain" } };
  if (block.source.type === "base64" && documentTypes.test(block.source.mediaType)) return block;
  const name = block.name === null ? "" : ` name=${JSON.stringify(block.name)}`;
  return said(`<document${name}>\n${text}\n</document>`, block);
};

/** Where a file has to have a name. */
const nameOf = ({ mediaType }: { readonly mediaType: string }): string =>
  `document.${mediaType === "application/pdf" ? "pdf" : "bin"}`;

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
