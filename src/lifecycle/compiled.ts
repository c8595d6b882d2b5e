import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What a compiled daemon was made of. */
export type Made = {
  /** The Bun that has compiled it. */
  readonly bun: string;
  /** The folder of the program, whose addresses are in it. */
  readonly root: string;
  /** Each file within that folder, with what `markOf` said of it. */
  readonly files: Readonly<Record<string, string>>;
};

/** Where `npm run build` puts the compiled daemon, within the folder of the program: beside what Bun itself keeps there. */
export const compiledFolder = "node_modules/.cache/proxy-cli";

/** Its program, and beside it what it was made of. */
export const compiledFile = "process.js";
export const madeFile = "made.json";

/** Changes when the file does; to read all of them would take longer than is won. */
export const markOf = (file: string): string => {
  const { size, mtimeMs } = statSync(file);
  return `${size} ${mtimeMs}`;
};

/**
 * The compiled daemon of the program in this folder; null where there is none, or it is not exactly what this Bun would
 * make of the files as they are now: then the source runs.
 */
export const compiledIn = (root: string): string | null => {
  const folder = join(root, compiledFolder);
  try {
    const made = JSON.parse(readFileSync(join(folder, madeFile), "utf8")) as Made; // as scripts/build.ts wrote it; anything else throws below
    const isSame = made.bun === Bun.version && made.root === root;
    if (!isSame || Object.entries(made.files).some(([file, mark]) => markOf(`${root}/${file}`) !== mark)) return null;
    const file = join(folder, compiledFile);
    return statSync(file).isFile() ? file : null;
  } catch {
    return null; // most have none
  }
};
