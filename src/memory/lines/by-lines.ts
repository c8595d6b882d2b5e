import { textOrNull } from "../../lib/json.ts";
import { idOf } from "../shrinkers/placeholder.ts";
import type { About, Shrinker } from "../shrinkers/shrinker.ts";
import { abridged, isAbridged, type Level, type Selection } from "./abridged.ts";

/** How texts of one kind lose lines. */
export type LineRule = {
  readonly name: string;
  readonly version: number;
  /** Shorter texts stay whole: tokens. */
  readonly minTokens: Readonly<Record<Level, number>>;
  /** The longest text that it is tried with; see Shrinker. */
  readonly maxLength?: number;
  /** Whether what a tool says when it fails is shortened too: only where all errors are sure to stay. */
  readonly takesErrors: boolean;
  /** Whether a text is of that kind, by its lines or by where it came from. */
  readonly fits: (lines: readonly string[], about: Pick<About, "piece">) => boolean;
  /** What stays of it, by its lines alone. */
  readonly select: (lines: readonly string[], level: Level) => Selection;
};

/** A shrinker that keeps some lines of a text. */
export const byLines = ({ name, version, minTokens, maxLength, takesErrors, fits, select }: LineRule): Shrinker => ({
  name,
  version,
  isLossy: true,
  from: "balanced",
  ...(maxLength !== undefined && { maxLength }),
  suits: (text, { piece, mode, measure, linesOf }) => {
    if (mode === "lossless" || piece.kind !== "result" || (piece.isError && !takesErrors)) return null;
    const least = minTokens[mode];
    if (text.length < least || measure(text) < least || isAbridged(text)) return null;
    return fits(linesOf(text), { piece }) ? { level: mode, id: idOf(piece.hash) } : null;
  },
  apply: (text, how) => {
    const level = how["level"] === "aggressive" ? "aggressive" : "balanced";
    const lines = text.split("\n");
    return isAbridged(text) ? text : abridged(lines, select(lines, level), level, textOrNull(how["id"]) ?? "");
  },
});
