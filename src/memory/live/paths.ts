import { textOrNull } from "../../lib/json.ts";
import { idOf, leftOut } from "../shrinkers/placeholder.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";

/** Folders that nobody writes by hand: tools fill them. */
const filled =
  /(?:^|\/)(?:node_modules|\.git|\.venv|venv|__pycache__|site-packages|dist-packages|\.next|\.nuxt|\.turbo|\.cache|\.gradle|\.idea|\.mypy_cache|\.pytest_cache|\.tox|DerivedData|Pods|bower_components|coverage|vendor|target\/(?:debug|release))\//;

/** How many paths are named of one folder, and in all; those of a folder that a tool filled. */
const limits = {
  balanced: { ofFolder: 40, ofFilled: 3, inAll: 400 },
  aggressive: { ofFolder: 12, ofFilled: 1, inAll: 120 },
} as const;

/** Fewer paths stay as they are. */
const leastPaths = 8;

/**
 * Of lists of paths (`find`, `ls -R`, glob): the first ones of each folder, whole, and how many more it has by their
 * endings. Keeps: every line that is no path, and each folder that has more. Paths are never broken apart.
 */
export const paths: Shrinker = {
  name: "paths",
  version: 1,
  isLossy: true,
  from: "balanced",
  suits: (text, { piece, mode, linesOf }) =>
    text.includes("/") && isList(linesOf(text))
      ? { id: idOf(piece.hash), ...limits[mode === "aggressive" ? "aggressive" : "balanced"] }
      : null,
  apply: (text, { id, ofFolder, ofFilled, inAll }) => {
    const { lines, left } = thinned(text.split("\n"), {
      ofFolder: Number(ofFolder),
      ofFilled: Number(ofFilled),
      inAll: Number(inAll),
    });
    return left === 0 ? null : [...lines, leftOut(`${left} paths`, textOrNull(id) ?? "")].join("\n");
  },
};

/** One path and nothing else: no blanks but within its names, no colon as search results have it. */
const path = /^(?:\.{0,2}\/|[A-Za-z]:\\)?[\w@.+~()[\]$-]+(?:[/\\][\w@.+~()[\]$ -]+)*\/?\r?$/;

const isPath = (line: string): boolean => line.length < 500 && line.includes("/") && path.test(line);

const isList = (lines: readonly string[]): boolean =>
  lines.length >= leastPaths && lines.filter(isPath).length >= lines.length * 0.8;

type Limits = { readonly ofFolder: number; readonly ofFilled: number; readonly inAll: number };

type Folder = { named: number; readonly left: Map<string, number>; place: number };

const thinned = (lines: readonly string[], { ofFolder, ofFilled, inAll }: Limits) => {
  const folders = new Map<string, Folder>();
  const kept: string[] = [];
  let named = 0;
  let left = 0;
  for (const line of lines) {
    if (!isPath(line)) {
      kept.push(line);
      continue;
    }
    const inFilled = filled.exec(line);
    const name =
      inFilled === null ? line.slice(0, line.lastIndexOf("/") + 1) : line.slice(0, inFilled.index + inFilled[0].length);
    const folder = folders.get(name) ?? { named: 0, left: new Map<string, number>(), place: 0 };
    folders.set(name, folder);
    if (named < inAll && folder.named < (inFilled === null ? ofFolder : ofFilled)) {
      named++;
      folder.named++;
      folder.place = kept.push(line);
      continue;
    }
    left++;
    const ending = endingOf(line);
    folder.left.set(ending, (folder.left.get(ending) ?? 0) + 1);
  }
  return { lines: withNotes(kept, folders), left };
};

/** Behind the last path that is named of a folder stands what else it has; at the end, of those of which none is. */
const withNotes = (kept: readonly string[], folders: ReadonlyMap<string, Folder>): readonly string[] => {
  const notes = new Map<number, string[]>();
  for (const [name, { left, place }] of folders) {
    if (left.size === 0) continue;
    const at = place === 0 ? kept.length : place;
    const there = notes.get(at);
    if (there === undefined) notes.set(at, [noteOf(name, left)]);
    else there.push(noteOf(name, left));
  }
  return [...kept.flatMap((line, at) => [...(notes.get(at) ?? []), line]), ...(notes.get(kept.length) ?? [])];
};

const maxEndings = 3;

const noteOf = (name: string, left: ReadonlyMap<string, number>): string => {
  const all = [...left.values()].reduce((sum, count) => sum + count, 0);
  const endings = [...left].sort((a, b) => b[1] - a[1]).slice(0, maxEndings);
  return `[${all} more below ${name}: ${endings.map(([ending, count]) => `${count} ${ending}`).join(", ")}]`;
};

const endingOf = (line: string): string => /\.\w{1,8}(?=\r?$)/.exec(line)?.[0] ?? "without ending";
