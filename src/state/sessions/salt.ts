import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { writePrivate } from "../../lib/private-file.ts";

/** A secret that nobody guesses. */
export const newSalt = (): string => randomBytes(32).toString("base64url");

/** This installation's secret, made when it is first wanted; one that cannot be kept is good for this run. */
export const saltIn = (file: string): string => {
  try {
    const kept = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
    if (kept.length >= 32) return kept;
    const made = newSalt();
    writePrivate(file, `${made}\n`);
    return made;
  } catch {
    return newSalt(); // a full or a read-only disk: sessions are then known for this run alone
  }
};
