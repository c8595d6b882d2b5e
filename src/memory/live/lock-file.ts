import { numberOrNull, textOrNull } from "../../lib/json.ts";
import { withoutGutter } from "../lines/gutter.ts";
import { idOf, leftOut } from "../shrinkers/placeholder.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";

/** A lock file by what it has near its beginning, and how an entry of it begins: its name, then its version. */
const kinds = [
  {
    of: /^\s*\{[\s\S]{0,300}"lockfileVersion"/,
    entry: /"(?:[^"\n]*node_modules\/)?([^"\n]+)": \{\s*"version": "([^"\n]+)"/g,
  },
  { of: /# yarn lockfile v1|^__metadata:/m, entry: /^"?(@?[^\s@"]+)@[^\n]*:\n\s+version:? "?([^"\n]+)"?/gm },
  { of: /^lockfileVersion:/m, entry: /^ {2}['/]?(@?[^\s@'(]+)@(\d[^\s:'(]*)[^\n]*:/gm },
  { of: /^\[\[package\]\]$/m, entry: /^\[\[package\]\]\nname = "([^"\n]+)"\nversion = "([^"\n]+)"/gm },
  { of: /^\S+ v\S+ h1:\S+=$/m, entry: /^(\S+) (v[^\s/]+) h1:/gm },
] as const;

/** Where a file says what it is. */
const headLetters = 4_000;

/** How many names are told. */
const limits = { lossless: 0, balanced: 200, aggressive: 40 } as const;

/**
 * Lock files of package managers (npm, yarn, pnpm, Cargo, Poetry, uv, Go) become a list of names with their versions. Keeps:
 * the first names and versions, and how many there are. Leaves out addresses, hashes, and who needs whom.
 */
export const lockFile: Shrinker = {
  name: "lock-file",
  version: 1,
  isLossy: true,
  from: "balanced",
  maxLength: 1024 * 1024,
  suits: (text, { piece, mode }) => (kindOf(text) === undefined ? null : { id: idOf(piece.hash), max: limits[mode] }),
  apply: (given, { id, max }) => {
    const text = withoutGutter(given);
    const kind = kindOf(text);
    if (kind === undefined) return null;
    const all = [...new Set([...text.matchAll(kind.entry)].map(([, name, version]) => `${name} ${version}`))];
    if (all.length < leastEntries) return null;
    const told = all.slice(0, numberOrNull(max) ?? 0);
    const what = `${all.length} packages locked${told.length < all.length ? `, the first ${told.length} named` : ""}; the rest of the lock file`;
    return `${told.join(", ")}\n${leftOut(what, textOrNull(id) ?? "")}`;
  },
};

/** Fewer are no lock file. */
const leastEntries = 5;

const kindOf = (text: string): (typeof kinds)[number] | undefined => {
  const head = withoutGutter(text.slice(0, headLetters));
  return kinds.find(({ of }) => of.test(head));
};
