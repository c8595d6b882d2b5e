import { readFileSync } from "node:fs";
import type { Shared } from "../../core/shared.ts";
import { writePrivate } from "../../lib/private-file.ts";
import { saltIn } from "../sessions/salt.ts";

/**
 * Has all daemons of a store know conversations, keys and tenants by the same names: the first one's secret becomes
 * everybody's. True where this daemon's was another, which counts for what is named from now on. Never rejects.
 */
export const agreeOnSalt = async (file: string, { values }: Pick<Shared, "values">): Promise<boolean> => {
  const own = saltIn(file);
  const agreed = Buffer.from((await values.agree("secret", Buffer.from(own))) ?? []).toString();
  if (agreed === own || agreed.length < 32) return false;
  try {
    writePrivate(file, `${agreed}\n`);
    return readFileSync(file, "utf8").trim() === agreed;
  } catch {
    return false; // a disk that cannot be written: this run goes by its own
  }
};
