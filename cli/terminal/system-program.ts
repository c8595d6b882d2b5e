import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";

/** Where a program of the system is: only absolute entries of PATH count, because the others mean "here". */
export const systemProgram = (name: string, path: string | undefined): string | null =>
  (path ?? "")
    .split(":")
    .filter((folder) => folder.startsWith("/"))
    .map((folder) => join(folder, name))
    .find(isProgram) ?? null;

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};
