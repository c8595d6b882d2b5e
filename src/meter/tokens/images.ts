import type { PixelSize } from "../../lib/image-size.ts";

/** How a vendor makes tokens of an image; the numbers are those of its documents. */
export type Images =
  /** Its area, after it has been made smaller than an edge and a number of tokens (Anthropic, vision). */
  | { readonly by: "area"; readonly pixelsPerToken: number; readonly longestEdge: number; readonly mostTokens: number }
  /** Squares of 512 pixels, after it was made to fit 2048 and then 768 on its short side (OpenAI, images and vision). */
  | { readonly by: "tiles"; readonly base: number; readonly tile: number }
  /** Squares of 32 pixels, after it was made smaller than a number of them (OpenAI, images and vision). */
  | { readonly by: "patches"; readonly factor: number; readonly most: number }
  /** Crops of 768 pixels at most, unless it is small (Google, tokens). */
  | { readonly by: "crops"; readonly crop: number }
  /** The same whatever its size (Google, media resolution). */
  | { readonly by: "count"; readonly each: number };

const claude = { by: "area", pixelsPerToken: 750, longestEdge: 1568, mostTokens: 1600 } as const;
const patches = (factor: number): Images => ({ by: "patches", factor, most: 1536 });

/** By model; the first whose pattern fits has it. What is not known counts as with the first vendor that took images. */
const rules: readonly (readonly [models: RegExp, Images])[] = [
  [
    /claude.*(opus-4[-.][7-9]|(opus|sonnet|haiku|fable|mythos)-[5-9])/,
    { ...claude, longestEdge: 2576, mostTokens: 4784 },
  ],
  [/claude/, claude],
  [/gpt-4o-mini/, { by: "tiles", base: 2833, tile: 5667 }],
  [/gpt-(4\.1|5)-mini/, patches(1.62)],
  [/gpt-(4\.1|5)-nano/, patches(2.46)],
  [/o4-mini/, patches(1.72)],
  [/gpt-(5[.-][4-9]|[6-9])/, { by: "patches", factor: 1.2, most: 2500 }],
  [/gpt-5/, { by: "tiles", base: 70, tile: 140 }],
  [/(^|\/)o\d/, { by: "tiles", base: 75, tile: 150 }],
  [/gemini-[3-9]/, { by: "count", each: 1120 }],
  [/gemini|gemma/, { by: "crops", crop: 258 }],
  [/(?:)/, { by: "tiles", base: 85, tile: 170 }],
];

/** How a model's vendor counts images. */
export const imagesOf = (model: string): Images => {
  const found = rules.find(([models]) => models.test(model.toLowerCase()));
  if (found === undefined) throw new Error("The last rule takes all.");
  return found[1];
};

/** Stands for an image whose size nobody can see: an address, or a file at the vendor. */
export const assumedSize: PixelSize = { width: 1024, height: 1024 };

/** The tokens of one image of this size; `detail` as OpenAI's clients name it, null where it is not said. */
export const imageTokens = ({ width, height }: PixelSize, images: Images, detail: string | null = null): number => {
  switch (images.by) {
    case "area": {
      const scale = Math.min(1, images.longestEdge / Math.max(width, height));
      return Math.min(images.mostTokens, Math.ceil((width * height * scale * scale) / images.pixelsPerToken));
    }
    case "tiles":
      return detail === "low" ? images.base : images.base + images.tile * tilesOf(width, height);
    case "patches":
      return Math.ceil(images.factor * patchesOf(width, height, detail === "low" ? 256 : images.most));
    case "crops":
      return images.crop * cropsOf(width, height);
    case "count":
      return images.each;
    default:
      return images satisfies never;
  }
};

const tilesOf = (width: number, height: number): number => {
  const fit = Math.min(1, 2048 / Math.max(width, height));
  const scale = fit * Math.min(1, 768 / (Math.min(width, height) * fit));
  return Math.ceil((width * scale) / 512) * Math.ceil((height * scale) / 512);
};

const patchesOf = (width: number, height: number, most: number): number => {
  const all = Math.ceil(width / 32) * Math.ceil(height / 32);
  if (all <= most) return all;
  const scale = Math.sqrt((most * 32 * 32) / (width * height));
  return Math.min(most, Math.floor((width * scale) / 32) * Math.floor((height * scale) / 32));
};

const cropsOf = (width: number, height: number): number => {
  if (width <= 384 && height <= 384) return 1;
  const unit = Math.min(768, Math.max(256, Math.floor(Math.min(width, height) / 1.5)));
  return Math.ceil(width / unit) * Math.ceil(height / unit);
};
