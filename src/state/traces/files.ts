import { constants, type Stats } from "node:fs";
import { lstat, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { ProxyError } from "../../core/errors.ts";
import { isObject, type JsonObject, parsedJson } from "../../lib/json.ts";
import { makePrivateFolder, strangerWho } from "../../lib/private-file.ts";

/** Where traces are: what the settings say, below the home where that is no absolute path; never the working directory. */
export const traceFolder = (
  directory: string,
  { home, traces }: { readonly home: string; readonly traces: string },
): string => (directory === "" ? traces : isAbsolute(directory) ? directory : join(home, directory));

const idShape = /^r_[a-z0-9]{6,38}$/;
const nameShape = /^(r_[a-z0-9]{6,38})\.json(\.tmp)?$/;

/** The file of a request's trace. Throws `usage` for what is no id: a path must never come of it. */
export const traceFile = (folder: string, id: string): string => {
  if (idShape.test(id)) return join(folder, `${id}.json`);
  throw new ProxyError("usage", "That is no id of a request.", { hint: "Try: proxy-cli trace list" });
};

/** A trace's file as it lies there. */
export type TraceFile = { readonly id: string; readonly path: string; readonly bytes: number; readonly at: number };

/** Every trace, the oldest first; nothing of other people's is among them. */
export const traceFiles = async (folder: string): Promise<readonly TraceFile[]> => {
  const names = await readdir(folder).catch(() => []);
  const found: TraceFile[] = [];
  for (const name of names.toSorted()) {
    const id = nameShape.exec(name)?.[1];
    const path = join(folder, name);
    const stats = id === undefined ? null : await lstat(path).catch(() => null);
    if (id !== undefined && stats?.isFile() === true) found.push({ id, path, bytes: stats.size, at: stats.mtimeMs });
  }
  return found;
};

/** The text of a trace. Throws `usage` where there is none, and for what is no id. */
export const readTrace = async (folder: string, id: string): Promise<string> => {
  const file = traceFile(folder, id);
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return await readFile(handle, "utf8");
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new ProxyError("usage", `There is no trace of ${id}.`, { hint: "Try: proxy-cli trace list", cause });
  }
};

/** A trace as an object; null where there is none that can be read. */
export const traceIn = async (folder: string, id: string): Promise<JsonObject | null> => {
  const trace = parsedJson(await readTrace(folder, id).catch(() => ""));
  return isObject(trace) ? trace : null;
};

/** Makes the folder ready and refuses one that others could look into; throws an error with the system's code or ours. */
export const prepareFolder = async (folder: string): Promise<void> => {
  makePrivateFolder(folder);
  const stats = await lstat(folder);
  const why = oddFolder(stats);
  if (why !== null) throw new OddFolder(folder, why);
};

/** A folder that nothing is written into; its code says why, as the system's own errors do. */
class OddFolder extends Error {
  override readonly name = "OddFolder";
  readonly code: string;

  constructor(folder: string, why: string) {
    super(`${folder} ${why}`);
    this.code = why;
  }
}

const oddFolder = (stats: Stats): string | null => {
  if (!stats.isDirectory()) return "is no folder of its own";
  if ((stats.mode & 0o077) !== 0) return "is open to other users";
  return strangerWho(stats);
};

/** Writes a trace, whole or not at all, never over another one and never through a link. */
export const writeTrace = async (folder: string, id: string, text: string): Promise<void> => {
  const file = traceFile(folder, id);
  const draft = `${file}.tmp`;
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(draft, flags, 0o600);
  try {
    await handle.writeFile(text);
    await handle.close();
    await rename(draft, file);
  } catch (thrown) {
    await handle.close().catch(() => undefined); // it may be closed already
    await rm(draft, { force: true }).catch(() => undefined);
    throw thrown;
  }
};

/** What is kept of traces. */
export type TraceKeep = { readonly days: number; readonly bytes: number };

const dayMs = 86_400_000;

/** Nothing is written for so long; what is younger another daemon may be writing into the same folder. */
const draftMs = 60_000;

/** Removes what is too old and, beginning with the oldest, what is too much, and drafts that a kill has left; the bytes that stay. */
export const tidyTraces = async (folder: string, { days, bytes }: TraceKeep, now: number): Promise<number> => {
  let kept = 0;
  for (const file of (await traceFiles(folder)).toReversed()) {
    const isOld = now - file.at > days * dayMs;
    const isLeft = file.path.endsWith(".tmp") && now - file.at > draftMs;
    const isGone = isOld || isLeft || kept + file.bytes > bytes;
    if (isGone) await rm(file.path, { force: true });
    else kept += file.bytes;
  }
  return kept;
};

const blank = Buffer.alloc(1 << 16);

/** Overwrites and removes every trace; how many there were. On a disk that writes elsewhere each time the old bytes may stay. */
export const clearTraces = async (folder: string): Promise<number> => {
  const files = await traceFiles(folder);
  for (const { path, bytes } of files) {
    await overwrite(path, bytes).catch(() => undefined); // a full or read-only disk: removing is what is left
    await rm(path, { force: true });
  }
  return files.filter(({ path }) => !path.endsWith(".tmp")).length;
};

const overwrite = async (path: string, bytes: number): Promise<void> => {
  const handle = await open(path, constants.O_WRONLY | constants.O_NOFOLLOW);
  try {
    for (let at = 0; at < bytes; at += blank.length)
      await handle.write(blank, 0, Math.min(blank.length, bytes - at), at);
    await handle.sync();
  } finally {
    await handle.close();
  }
};
