import type { TiktokenBPE } from "js-tiktoken/lite";

/** The encodings that texts are counted in: OpenAI's own, of which the newer one is also the nearest to other vendors'. */
export type Encoding = "o200k_base" | "cl100k_base";

/** An encoding, ready to count: what a text is split by first, and the rank of each token by its bytes. */
export type Ranks = {
  /** Matches one piece after the other; no token goes across two pieces. */
  readonly piece: RegExp;
  /** Keys hold one byte in each character (Latin-1). */
  readonly rankOf: ReadonlyMap<string, number>;
};

/** Loads an encoding: 2 MB of source and some 40 MB of memory, so only in a thread of its own. */
export const loadRanks = async (encoding: Encoding): Promise<Ranks> => ranksOf((await sources[encoding]()).default);

const sources: Readonly<Record<Encoding, () => Promise<{ default: TiktokenBPE }>>> = {
  o200k_base: () => import("js-tiktoken/ranks/o200k_base"),
  cl100k_base: () => import("js-tiktoken/ranks/cl100k_base"),
};

/** Each line holds a name, the first rank, and from that rank on the tokens in base64. */
const ranksOf = ({ pat_str, bpe_ranks }: TiktokenBPE): Ranks => {
  const rankOf = new Map<string, number>();
  for (const line of bpe_ranks.split("\n")) {
    const [, first = "", ...tokens] = line.split(" ");
    const offset = Number.parseInt(first, 10);
    for (const [at, token] of tokens.entries()) rankOf.set(atob(token), offset + at);
  }
  return { piece: new RegExp(pat_str, "gu"), rankOf };
};
