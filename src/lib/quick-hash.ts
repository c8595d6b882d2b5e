import { randomBytes } from "node:crypto";

/**
 * A name of some 128 bits for what has been seen in this run, ten times quicker than a hash that means anything outside of
 * it: the seed is made anew each time, so that nobody can make up two contents with the same name.
 */
export const quickHashes = (): ((content: string | Uint8Array) => string) => {
  const seed = randomBytes(8).readBigUInt64LE();
  return (content) =>
    Bun.hash.wyhash(content, seed).toString(36) + Bun.hash.xxHash3(content, seed).toString(36) + content.length;
};
