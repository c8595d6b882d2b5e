/** A hash of what something says: the same for the same text, and for no other. */
export const contentHash = (text: string): string => Bun.CryptoHasher.hash("sha256", text, "base64url");
