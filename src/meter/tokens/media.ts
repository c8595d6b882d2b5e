import type { MediaBlock, MediaSource } from "../../core/chat.ts";
import { imageSize, type PixelSize, sizeHeadBytes } from "../../lib/image-size.ts";
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

/** What of a medium decides how many tokens it takes. */
export type MediaSize = {
  readonly kind: MediaBlock["kind"];
  /** Null = it is elsewhere. */
  readonly bytes: number | null;
  readonly mediaType: string | null;
  /** Of an image; assumed where nobody can see it. */
  readonly pixels: PixelSize;
  /** How closely the model looks. */
  readonly detail: string | null;
};

/** How large a medium is; null where it is text, which is counted apart. */
export const mediaSizeOf = (block: MediaBlock): MediaSize | null => {
  const { source, kind } = block;
  if (source.type === "text") return null;
  return {
    kind,
    bytes: source.type === "base64" ? Math.floor((source.data.length * 3) / 4) : null,
    mediaType: source.mediaType,
    pixels: kind === "image" ? pixelsOf(source) : assumedSize,
    detail: block.detail,
  };
};

/** The input tokens of one medium, by its vendor's rule. */
export const mediaTokens = ({ kind, bytes, mediaType, pixels, detail }: MediaSize, model: string): number => {
  const rate = rates.find(([models]) => models.test(model.toLowerCase()))?.[1];
  if (rate === undefined) return 0;
  switch (kind) {
    case "image":
      return imageTokens(pixels, imagesOf(model), detail);
    case "document":
      return rate.perPage * (bytes === null ? assumedPages : Math.max(1, Math.round(bytes / pageBytes)));
    case "audio": {
      const isWave = /wav|pcm|l16/.test(mediaType ?? "");
      const perSecond = isWave ? waveBytesPerSecond : soundBytesPerSecond;
      return Math.ceil(rate.perSoundSecond * (bytes === null ? assumedSeconds : bytes / perSecond));
    }
    case "video":
      return Math.ceil(rate.perVideoSecond * (bytes === null ? assumedSeconds : bytes / filmBytesPerSecond));
    default:
      return kind satisfies never;
  }
};

const pixelsOf = (source: MediaSource): PixelSize => {
  if (source.type !== "base64") return assumedSize;
  const head = source.data.slice(0, Math.ceil(sizeHeadBytes / 3) * 4);
  return imageSize(Buffer.from(head, "base64")) ?? assumedSize;
};
