import { resolve } from "node:path";
import { ProxyError } from "../../src/core/errors.ts";
import { writePrivate } from "../../src/lib/private-file.ts";

/** Writes a text where somebody wants it, readable for them alone; gives the path. Throws `cannot_write`. */
export const writeCopy = (folder: string | null, file: string, text: string): string => {
  const path = resolve(folder ?? "/", file);
  try {
    writePrivate(path, text);
  } catch (cause) {
    throw new ProxyError("cannot_write", `${path} cannot be written.`, {
      hint: "Choose another place with --output FILE.",
      cause,
    });
  }
  return path;
};
