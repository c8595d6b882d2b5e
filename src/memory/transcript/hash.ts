/** A hash of what something says: the same for the same text or bytes, and for no others. */
export const contentHash = (content: string | Uint8Array): string =>
  Bun.CryptoHasher.hash("sha256", content, "base64url");
