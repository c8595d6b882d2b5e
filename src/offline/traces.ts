import type { Paths } from "../config/paths.ts";
import { isObject, type JsonObject, parsedJson } from "../lib/json.ts";
import { clearTraces, readTrace, traceFile, traceFiles, traceFolder } from "../state/traces/files.ts";
import { noteChange } from "./logs.ts";

export { isHidden } from "../core/place.ts";
export { traceFile, traceFolder };

/** A trace as it was read; null where its file is damaged. */
export type Read = {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
  readonly trace: JsonObject | null;
};

/** The latest traces that are wanted, the newest first. */
export const latestTraces = async (
  folder: string,
  count: number,
  isWanted: (trace: JsonObject | null) => boolean = () => true,
): Promise<readonly Read[]> => {
  const files = (await traceFiles(folder)).filter(({ path }) => path.endsWith(".json")).toReversed();
  const found: Read[] = [];
  for (const { id, path, bytes } of files) {
    if (found.length >= count) break;
    const trace = objectIn(await textOf(folder, id)); // one at a time: with bodies they are large
    if (isWanted(trace)) found.push({ id, path, bytes, trace });
  }
  return found;
};

/** One trace. Throws `usage` where there is none. */
export const traceOf = async (
  folder: string,
  id: string,
): Promise<{ readonly text: string; readonly trace: JsonObject | null }> => {
  const text = await readTrace(folder, id);
  return { text, trace: objectIn(text) };
};

/** Overwrites and removes all of them; how many. */
export const clearAll = async (paths: Pick<Paths, "audit">, folder: string): Promise<number> => {
  const count = await clearTraces(folder);
  await noteChange(paths, "trace-cleared", { count });
  return count;
};

const textOf = (folder: string, id: string): Promise<string> => readTrace(folder, id).catch(() => ""); // taken away meanwhile

const objectIn = (text: string): JsonObject | null => {
  const value = parsedJson(text);
  return isObject(value) ? value : null;
};
