/** A seal over a thought, with the vendor who set it; null = it came in the vendor's own format, unmarked. */
export type OwnedSeal = { readonly provider: string | null; readonly seal: string };

const scheme = "proxy-cli://"; // 12 bytes, so in base64 it is the same 16 letters whatever follows

/** What every marked seal begins with. */
export const sealMark = Buffer.from(scheme).toString("base64");

/**
 * A vendor's seal as it travels through the format of another one: it says whose it is, so that it goes back to no one
 * else. In base64, as some clients decode what stands in its place.
 */
export const markedSeal = (provider: string, seal: string): string =>
  Buffer.from(`${scheme}${provider}/${seal}`).toString("base64");

/** The seal that a client sends back. */
export const readSeal = (signature: string): OwnedSeal => {
  if (!signature.startsWith(sealMark)) return { provider: null, seal: signature };
  const text = Buffer.from(signature, "base64").toString();
  const slash = text.indexOf("/", scheme.length);
  return { provider: text.slice(scheme.length, slash), seal: text.slice(slash + 1) };
};
