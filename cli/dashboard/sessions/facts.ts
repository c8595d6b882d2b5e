import type { SessionView } from "../../../src/control/contract.ts";
import { cost, costUnknown, counted, money, percent, roughly } from "../../output/units.ts";
import { type Line, lineOf, type Span, span } from "../frame/line.ts";
import type { CacheShares } from "./one.ts";

/** So wide is the word before each fact. */
export const wordWidth = 9;

/** How wide a bar is in a place of so many cells. */
export const barWidth = (columns: number): number => Math.max(8, Math.min(30, columns - 42));

/** A fact with its word before it. */
export const fact = (word: string, ...pieces: readonly (string | Span)[]): Line =>
  lineOf(" ", span(word.padEnd(wordWidth), "muted"), ...pieces);

/** What it cost, and what of that nobody knows. */
const costWords = (session: SessionView): string =>
  [cost(session), costUnknown(session)].filter((text) => text !== "").join(" ");

/** What the proxy kept from being sent; null = what that would have cost is not known. */
export const savedWords = (tokens: number, micros: number | null): Span => {
  if (tokens === 0) return span("nothing saved", "muted");
  return span(`saved ${roughly(tokens)} tokens${micros === null ? "" : ` (${money(micros)})`}`, "saved");
};

/** What it cost and what was saved, the latter where it has room. */
export const costLine = (session: SessionView, saved: Span, columns: number): Line => {
  const words = costWords(session);
  const hasRoom = 1 + wordWidth + words.length + 3 + saved.text.length <= columns;
  return fact("cost", words, ...(hasRoom ? ["   ", saved] : []));
};

/** How full the context is: a bar where it is known how much fits in. */
export const contextWords = (tokens: number | null, window: number | null, bar: number): readonly (string | Span)[] => {
  if (tokens === null) return [span("not known: no vendor told its size", "muted")];
  if (window === null) return [`${roughly(tokens)} tokens   `, span("how many fit in is not known", "muted")];
  const part = tokens / window;
  const full = Math.max(0, Math.min(bar, Math.round(part * bar)));
  const tone = part > 0.9 ? "error" : part > 0.75 ? "warning" : "running";
  const words = `  ${roughly(tokens)} of ${roughly(window)}   ${percent(part)}`;
  return [span("█".repeat(full), tone), span("·".repeat(bar - full), "muted"), words];
};

/** What came from the vendors' caches, and how often one was lost. */
export const cacheWords = (
  { cachedShare, cacheBreaks, cacheBreakMicros }: SessionView,
  shares: CacheShares | null,
): readonly (string | Span)[] => {
  const read = cachedShare === null ? span("no vendor told", "muted") : `read ${percent(cachedShare)}`;
  const told =
    shares === null
      ? read
      : `read ${percent(shares.read)}, write ${percent(shares.write)}, miss ${percent(shares.miss)}`;
  if (cacheBreaks === 0) return [told];
  const price = cacheBreakMicros === null ? "" : ` for ${money(cacheBreakMicros)}`;
  return [told, "; ", span(`${counted(cacheBreaks, "break")}${price}`, "warning")];
};
