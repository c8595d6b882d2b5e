/** Hashes of whole length: two histories have the same one only if they are the same. */
export const hashOf = (content: string | Uint8Array): string => Bun.CryptoHasher.hash("sha256", content, "base64url");

/** The same under a secret of this installation: what it was made from cannot be guessed by trying. */
export const saltedHash = (salt: string, content: string): string =>
  new Bun.CryptoHasher("sha256", salt).update(content).digest("base64url");

/** For each beginning of a conversation a hash of it: each is made of the one before and one more message. */
export const chainOf = (start: string, messages: readonly string[]): readonly string[] => {
  let last = start;
  return messages.map((message) => {
    last = hashOf(`${last}\n${message}`);
    return last;
  });
};

/** A name of 62 bits out of a salted hash, short enough to be typed. */
export const nameOf = (salted: string): string => {
  const digits = BigInt(`0x${Buffer.from(salted, "base64url").toString("hex").slice(0, 16)}`).toString(36);
  return `s_${digits.padStart(13, "0").slice(-12)}`;
};

/**
 * A name made at random. It begins with the tenth of a second of its making, for tables that are in the order of names:
 * what is new stands together there, and not each on a page of its own.
 */
export const newName = (at: number, random: Buffer): string => {
  const time = Math.floor(at / 100)
    .toString(36)
    .padStart(7, "0")
    .slice(-7);
  const chance = (random.readUInt32BE(0) % 36 ** 5).toString(36).padStart(5, "0");
  return `s_${time}${chance}`;
};
