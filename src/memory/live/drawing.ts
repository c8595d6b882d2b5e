import type { Shrinker } from "../shrinkers/shrinker.ts";

/** How `tree` draws the way down to a name: three columns and a blank for each step. */
const drawn = /^((?:│[\s\u00a0]{3}|[\s\u00a0]{4})*)[├└]── (?=\S)/;

/**
 * The lines that `tree` draws become one blank for each step down. Keeps: every name with how deep it stands; nothing is
 * lost.
 */
export const drawing: Shrinker = {
  name: "drawing",
  version: 1,
  isLossy: false,
  keepsLines: true,
  from: "lossless",
  suits: (text) => (text.includes("├── ") ? {} : null),
  apply: (text) => {
    const lines = text.split("\n");
    return isMixed(lines) ? null : lines.map(indented).join("\n");
  },
};

/** Names that are indented already would seem to stand below others. */
const isMixed = (lines: readonly string[]): boolean => lines.some((line) => line.startsWith(" ") && !drawn.test(line));

const indented = (line: string): string => {
  const [whole, way] = drawn.exec(line) ?? [];
  return whole === undefined ? line : " ".repeat((way ?? "").length / 4 + 1) + line.slice(whole.length);
};
