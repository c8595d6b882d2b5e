/** Makes the ids of one answer: the same request at the same place in the log gets the same ids. */
export type Ids = {
  /** `length` letters and digits, told apart by `label`. */
  readonly letters: (label: string, length: number) => string;
  readonly hex: (label: string, length: number) => string;
  /** The base64 of `bytes` bytes: a signature or a sealed text that nobody can read. */
  readonly sealed: (label: string, bytes: number) => string;
};

/** The ids that belong to a request, from its bytes and its number. */
export const idsFor = (request: Uint8Array, sequence: number): Ids => {
  const seed = new Bun.CryptoHasher("sha256").update(request).update(`#${sequence}`).digest("hex");
  return {
    letters: (label, length) => Array.from(noise(`${seed}/${label}`, length), (byte) => alphabet[byte % 62]).join(""),
    hex: (label, length) =>
      Buffer.from(noise(`${seed}/${label}`, length))
        .toString("hex")
        .slice(0, length),
    sealed: (label, bytes) => Buffer.from(noise(`${seed}/${label}`, bytes)).toString("base64"),
  };
};

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Bytes that look random and are the same for the same seed. */
export const noise = (seed: string, length: number): Uint8Array => {
  const bytes = new Uint8Array(Math.ceil(length / 64) * 64);
  for (let at = 0; at < length; at += 64) {
    bytes.set(new Bun.CryptoHasher("sha512").update(`${seed}:${at}`).digest(), at);
  }
  return bytes.subarray(0, length);
};
