import { measure } from "../../src/meter/tokens/measure.ts";

/** How a small vendor keeps prompts and bills them, in prices of plain input. */
export type Tariff = {
  readonly readPrice: number;
  readonly writePrice: number;
  readonly ttlMs: number;
  /** It goes by a mark at the end of each request, and looks back so many blocks; null = it knows every beginning. */
  readonly lookBack: number | null;
};

type Beginning = { readonly key: string; readonly tokens: number };

/** Bills the requests of one conversation, each given as the texts of its blocks. */
export const createBill = ({ readPrice, writePrice, ttlMs, lookBack }: Tariff) => {
  const known = new Map<string, number>();
  const tokensIn = new Map<string, number>();
  const counted = (text: string): number => {
    const tokens = tokensIn.get(text) ?? measure(text);
    tokensIn.set(text, tokens);
    return tokens;
  };
  return (blocks: readonly string[], now: number): number => {
    const hasher = new Bun.CryptoHasher("sha256");
    let sum = 0;
    const beginnings = blocks.map((text): Beginning => {
      hasher.update(`${text.length}:${text}`);
      sum += counted(text);
      return { key: hasher.copy().digest("hex"), tokens: sum };
    });
    const looked = lookBack === null ? beginnings : beginnings.slice(-lookBack);
    const found = looked.findLast(({ key }) => now - (known.get(key) ?? Number.NEGATIVE_INFINITY) <= ttlMs);
    const kept = lookBack === null ? beginnings : [...(found === undefined ? [] : [found]), ...beginnings.slice(-1)];
    for (const { key } of kept) known.set(key, now);
    const read = found?.tokens ?? 0;
    return readPrice * read + writePrice * (sum - read);
  };
};
