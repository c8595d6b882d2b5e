import { existsSync, fstatSync, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

/** How far the file has been read. */
export type Place = { readonly inode: number; readonly offset: number };

type Latest = { readonly lines: readonly string[]; readonly end: Place };

/** The latest lines that are wanted, oldest first, also from the file before the current one. */
export const lastLines = async (file: string, count: number, isWanted: (line: string) => boolean): Promise<Latest> => {
  const current = existsSync(file) ? Buffer.from(await Bun.file(file).arrayBuffer()) : Buffer.alloc(0);
  const end = current.lastIndexOf(0x0a) + 1;
  const place = { inode: existsSync(file) ? statSync(file).ino : 0, offset: end };
  const lines = wholeLines(current.toString("utf8", 0, end)).filter(isWanted);
  const missing = count - lines.length;
  const before =
    missing > 0 && existsSync(`${file}.1`) ? wholeLines(await Bun.file(`${file}.1`).text()).filter(isWanted) : [];
  return {
    lines: [...(missing > 0 ? before.slice(-missing) : []), ...(count === 0 ? [] : lines.slice(-count))],
    end: place,
  };
};

const wholeLines = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");

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
      // Another file than the one that was read so far: what came at the old one's end stands in `.1`.
      if (opened.ino !== inode)
        for (const line of wholeLines(rest + (await tailOf(`${file}.1`, { inode, offset })))) yield line;
      [inode, offset, rest] = [opened.ino, 0, ""];
    }
    try {
      for (;;) {
        const { text, end } = await readOn(handle, offset);
        offset = end;
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        yield* lines.filter((line) => line !== "");
        if (inodeOf(file) !== inode) break;
        if (text === "") await Bun.sleep(lookMs);
      }
    } finally {
      await handle.close();
    }
  }
}

const openIfThere = (file: string): Promise<FileHandle | null> => open(file, "r").catch(() => null);

const inodeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.ino ?? 0;

/** From the place to the end of a file that is complete; nothing when it is another file. */
const tailOf = async (file: string, { inode, offset }: Place): Promise<string> => {
  if (inode === 0 || inodeOf(file) !== inode) return "";
  return Bun.file(file).slice(offset).text();
};

const chunkBytes = 1 << 20;

const readOn = async (handle: FileHandle, offset: number): Promise<{ readonly text: string; readonly end: number }> => {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(chunkBytes), 0, chunkBytes, offset);
  // Only whole lines: a chunk may end inside a character.
  const whole = buffer.lastIndexOf(0x0a, bytesRead - 1) + 1;
  const taken = bytesRead === 0 ? 0 : whole === 0 && bytesRead === chunkBytes ? bytesRead : whole;
  return { text: buffer.toString("utf8", 0, taken), end: offset + taken };
};
