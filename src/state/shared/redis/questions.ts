import { type ScriptName, scripts } from "./scripts.ts";
import { Trouble } from "./trouble.ts";
import type { Wire, Words } from "./wire.ts";

/** Something to be asked over whichever connection there is. */
export type Question = (wire: Wire) => Promise<unknown>;

/** One command. */
export const command =
  (...words: Words): Question =>
  (wire) =>
    wire.send(words);

/** One script: by the hash of its text, and by its text where the server does not have it. */
export const script =
  (name: ScriptName, keys: readonly string[], args: readonly (string | number)[]): Question =>
  async (wire) => {
    const words = [keys.length, ...keys, ...args];
    try {
      return await wire.send(["EVALSHA", hashOf(name), ...words]);
    } catch (thrown) {
      if (!(thrown instanceof Trouble && thrown.word === "NOSCRIPT")) throw thrown;
      return wire.send(["EVAL", scripts[name], ...words]);
    }
  };

/** All scripts are there afterwards, so that what is sent later is also done later. */
export const loadScripts: Question = async (wire) => {
  await Promise.all(Object.values(scripts).map((text) => wire.send(["SCRIPT", "LOAD", text])));
};

const hashes = new Map<ScriptName, string>();

const hashOf = (name: ScriptName): string => {
  const known = hashes.get(name);
  if (known !== undefined) return known;
  const hash = new Bun.CryptoHasher("sha1").update(scripts[name]).digest("hex");
  hashes.set(name, hash);
  return hash;
};
