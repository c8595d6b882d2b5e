import type { PixelSize } from "../../lib/image-size.ts";
import { textOrNull } from "../../lib/json.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";

/** What a line about an image is made of. */
export type Noted = {
  /** Counts the images of the conversation from 1. */
  readonly number: number;
  readonly pixels: PixelSize | null;
  /** Of its bytes, as everywhere. */
  readonly hash: string;
  /** Null = nobody has described it. */
  readonly description: string | null;
};

/** The line that stands for an image: `[image #2 1280x720 3fa9c1d0: A dialog that asks …]`. */
export const noteOf = ({ number, pixels, hash, description }: Noted): string => {
  const size = pixels === null ? "" : ` ${pixels.width}x${pixels.height}`;
  const sum = Buffer.from(hash, "base64url").toString("hex").slice(0, 8);
  const says = description === null ? undescribed : plain(description);
  return `[image #${number}${size} ${sum}: ${says}]`;
};

/** Where it still is: the client has it in its transcript. */
const undescribed = "not described; it was shown above, take or open it again to see it";

/** What ends the line early would look like somebody else's words. */
const plain = (description: string): string =>
  description.replaceAll(/\s+/g, " ").replaceAll("[", "(").replaceAll("]", ")").trim();

/** Puts a line in the place of an image. The line is the whole decision: an image alone does not say what is on it. */
export const imageNote: Shrinker = {
  name: "image-note",
  version: 1,
  isLossy: true,
  from: "balanced",
  suits: () => null,
  apply: (_text, { text }) => textOrNull(text),
};
