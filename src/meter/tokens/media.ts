import type { MediaBlock, MediaSource } from "../../core/chat.ts";
import { imageSize, sizeHeadBytes } from "../../lib/image-size.ts";
import { assumedSize, imagesOf, imageTokens } from "./images.ts";

/** What vendors say of media that are no images (Google: tokens; Anthropic: PDF support; OpenAI: audio). */
type Rates = { readonly perPage: number; readonly perSoundSecond: number; readonly perVideoSecond: number };

/** By model; the first whose pattern fits has it. A page is read as an image, by some as its text too. */
const rates: readonly (readonly [models: RegExp, Rates])[] = [
  [/claude/, { perPage: 2000, perSoundSecond: 0, perVideoSecond: 0 }],
  [/gemini-[3-9]/, { perPage: 560, perSoundSecond: 32, perVideoSecond: 102 }],
  [/gemini|gemma/, { perPage: 258, perSoundSecond: 32, perVideoSecond: 295 }],
  [/(?:)/, { perPage: 500, perSoundSecond: 10, perVideoSecond: 258 }],
];

/** Bytes of a page of a PDF, of a second of packed sound and of packed film: nobody opens them for an estimate. */
const pageBytes = 60_000;
const soundBytesPerSecond = 16_000;
const waveBytesPerSecond = 48_000;
const filmBytesPerSecond = 250_000;

/** Stands for what only its address or its name at the vendor is known of. */
const assumedPages = 1;
const assumedSeconds = 30;

/** The input tokens of one medium, by its vendor's rule; text in a document is counted apart. */
export const mediaTokens = (block: MediaBlock, model: string): number => {
  const { source } = block;
  const rate = rates.find(([models]) => models.test(model.toLowerCase()))?.[1];
  if (source.type === "text" || rate === undefined) return 0;
  const bytes = source.type === "base64" ? Math.floor((source.data.length * 3) / 4) : null;
  switch (block.kind) {
    case "image":
      return imageTokens(sizeOf(source), imagesOf(model), block.detail);
    case "document":
      return rate.perPage * (bytes === null ? assumedPages : Math.max(1, Math.round(bytes / pageBytes)));
    case "audio": {
      const isWave = /wav|pcm|l16/.test(source.mediaType ?? "");
      const perSecond = isWave ? waveBytesPerSecond : soundBytesPerSecond;
      return Math.ceil(rate.perSoundSecond * (bytes === null ? assumedSeconds : bytes / perSecond));
    }
    case "video":
      return Math.ceil(rate.perVideoSecond * (bytes === null ? assumedSeconds : bytes / filmBytesPerSecond));
    default:
      return block.kind satisfies never;
  }
};

const sizeOf = (source: MediaSource) => {
  if (source.type !== "base64") return assumedSize;
  const head = source.data.slice(0, Math.ceil(sizeHeadBytes / 3) * 4);
  return imageSize(Buffer.from(head, "base64")) ?? assumedSize;
};
