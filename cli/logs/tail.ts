import { statSync } from "node:fs";
import { lastLines, type Place } from "./file.ts";

/** The latest lines, oldest first; `first` is the number of the first of them, counted since the first look. */
export type Tail = { readonly first: number; readonly lines: readonly string[] };

/** Each call gives the latest lines of a file: the whole of it is read once, then only what has come. */
export const createTail = (file: string, most: number): (() => Promise<Tail>) => {
  let tail: Tail = { first: 0, lines: [] };
  let place: Place | null = null;
  return async () => {
    const { ino, size } = statSync(file, { throwIfNoEntry: false }) ?? { ino: 0, size: 0 };
    if (place?.inode !== ino || size < place.offset) {
      // Another file than the one before: what was read of that stays counted, so that no two lines have one number.
      const { lines, end } = await lastLines(file, most, () => true);
      tail = { first: tail.first + tail.lines.length, lines };
      place = end;
    } else if (size > place.offset) {
      const { lines, bytes } = wholeLinesOf(await Bun.file(file).slice(place.offset, size).bytes());
      place = { inode: ino, offset: place.offset + bytes };
      tail = lines.length === 0 ? tail : shortened([...tail.lines, ...lines], tail.first, most);
    }
    return tail;
  };
};

const wholeLinesOf = (read: Uint8Array): { readonly lines: readonly string[]; readonly bytes: number } => {
  const bytes = read.lastIndexOf(0x0a) + 1;
  const text = new TextDecoder().decode(read.subarray(0, bytes));
  return { bytes, lines: text.split("\n").filter((line) => line !== "") };
};

const shortened = (lines: readonly string[], first: number, most: number): Tail => {
  const gone = Math.max(0, lines.length - most);
  return { first: first + gone, lines: lines.slice(gone) };
};
