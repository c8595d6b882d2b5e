/** A seal over a thought, with the vendor who set it; null = it came in the vendor's own format, unmarked. */
export type OwnedSeal = {
  readonly provider: string | null;
  readonly seal: string;
  /** Whether it is the whole thought, in a block of its own kind where the vendor tells that apart. */
  readonly isSealed: boolean;
};

const scheme = "proxy-cli://"; // 12 bytes, so in base64 it is the same 16 letters whatever follows

/** What every marked seal begins with. */
export const sealMark = Buffer.from(scheme).toString("base64");

const sealed = "sealed:";

/**
 * A vendor's seal as it travels through the format of another one: it says whose it is, so that it goes back to no one
 * else, and whether it is the whole thought. In base64, as some clients decode what stands in its place.
 */
export const markedSeal = (provider: string, seal: string, isSealed = false): string =>
  Buffer.from(`${scheme}${isSealed ? sealed : ""}${provider}/${seal}`).toString("base64");

/** The seal that a client sends back. */
export const readSeal = (signature: string): OwnedSeal => {
  if (!signature.startsWith(sealMark)) return { provider: null, seal: signature, isSealed: false };
  const text = Buffer.from(signature, "base64").toString().slice(scheme.length);
  const slash = text.indexOf("/");
  const name = text.slice(0, slash);
  const isSealed = name.startsWith(sealed);
  return { provider: isSealed ? name.slice(sealed.length) : name, seal: text.slice(slash + 1), isSealed };
};
