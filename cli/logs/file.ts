import { existsSync, fstatSync, readFileSync, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** How far the file has been read. */
export type Place = { readonly inode: number; readonly offset: number };

type Latest = { readonly lines: readonly string[]; readonly end: Place };

/** The latest lines that are wanted, oldest first, also from the files before the current one, packed or not. */
export const lastLines = async (file: string, count: number, isWanted: (line: string) => boolean): Promise<Latest> => {
  const current = existsSync(file) ? Buffer.from(await Bun.file(file).arrayBuffer()) : Buffer.alloc(0);
  const end = current.lastIndexOf(0x0a) + 1;
  const place = { inode: existsSync(file) ? statSync(file).ino : 0, offset: end };
  const parts = [latest(wholeLines(current.toString("utf8", 0, end)).filter(isWanted), count)];
  let missing = count - (parts[0]?.length ?? 0);
  for (const path of missing > 0 ? (await filledFiles(file)).toReversed() : []) {
    if (missing <= 0) break;
    const found = latest(wholeLines(textOf(path)).filter(isWanted), missing);
    missing -= found.length;
    parts.unshift(found);
  }
  return { lines: parts.flat(), end: place };
};

const latest = (lines: readonly string[], count: number): readonly string[] => (count === 0 ? [] : lines.slice(-count));

const wholeLines = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");

const filledFiles = async (file: string): Promise<readonly string[]> => {
  const { rotatedFiles } = await import("../../src/offline/logs.ts");
  return (await rotatedFiles(file)).map(({ path }) => path);
};

/** What cannot be read, because it is packed or taken away just now, has no lines. */
const textOf = (path: string): string => {
  try {
    const bytes = readFileSync(path);
    return Buffer.from(path.endsWith(".gz") ? Bun.gunzipSync(bytes) : bytes).toString("utf8");
  } catch {
    return path.endsWith(".gz") || !existsSync(`${path}.gz`) ? "" : textOf(`${path}.gz`);
  }
};

/** How often to look for more; nobody reads faster. */
const lookMs = 150;

/** Lines as they are added, for ever. A file that is moved aside is read to its end before the next one. */
export async function* followLines(file: string, from: Place): AsyncGenerator<string> {
  let { inode, offset } = from;
  let rest = "";
  for (;;) {
    const handle = await openIfThere(file);
    if (handle === null) {
      await Bun.sleep(lookMs);
      continue;
    }
    const opened = fstatSync(handle.fd);
    if (opened.ino !== inode || opened.size < offset) {
      // Another file than the one that was read so far: what came at the old one's end stands beside it.
      if (opened.ino !== inode)
        for (const line of wholeLines(rest + (await tailOf(file, { inode, offset })))) yield line;
      [inode, offset, rest] = [opened.ino, 0, ""];
    }
    try {
      for (let isLast = false; ; ) {
        const { text, end } = await readOn(handle, offset);
        offset = end;
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        yield* lines.filter((line) => line !== "");
        if (isLast && text === "") break;
        if (inodeOf(file) !== inode)
          isLast = true; // through this handle it can be read to its end, whatever it is called now
        else if (text === "") await Bun.sleep(lookMs);
      }
    } finally {
      await handle.close();
    }
    [inode, offset] = [0, 0];
  }
}

const openIfThere = (file: string): Promise<FileHandle | null> => open(file, "r").catch(() => null);

const inodeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.ino ?? 0;

/** From the place to the end of the file that it is in, under its new name; nothing when that is packed already. */
const tailOf = async (file: string, { inode, offset }: Place): Promise<string> => {
  if (inode === 0) return "";
  const path = (await filledFiles(file)).find((one) => inodeOf(one) === inode);
  return path === undefined ? "" : Bun.file(path).slice(offset).text();
};

const chunkBytes = 1 << 20;

const readOn = async (handle: FileHandle, offset: number): Promise<{ readonly text: string; readonly end: number }> => {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(chunkBytes), 0, chunkBytes, offset);
  // Only whole lines: a chunk may end inside a character.
  const whole = buffer.lastIndexOf(0x0a, bytesRead - 1) + 1;
  const taken = bytesRead === 0 ? 0 : whole === 0 && bytesRead === chunkBytes ? bytesRead : whole;
  return { text: buffer.toString("utf8", 0, taken), end: offset + taken };
};
