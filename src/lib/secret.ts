import { timingSafeEqual } from "node:crypto";

/** Compares in a time that does not tell how much was right. */
export const isSameSecret = (shown: string, secret: string): boolean => {
  const a = new Bun.CryptoHasher("sha256").update(shown).digest();
  const b = new Bun.CryptoHasher("sha256").update(secret).digest();
  return timingSafeEqual(a, b);
};
