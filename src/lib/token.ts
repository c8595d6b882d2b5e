import { randomBytes } from "node:crypto";

/** How every token of ours begins, so that it is known for one wherever it turns up: it is never sent to a vendor. */
export const tokenStart = "pxy_";

/** A new token: 24 random bytes behind their beginning. */
export const newToken = (): string => tokenStart + randomBytes(24).toString("base64url");

/** Whether this could be a token of ours; what a vendor gives out never is. */
export const looksLikeToken = (text: string): boolean => text.startsWith(tokenStart);

/** Whether a token that somebody has made up is long enough not to be guessed. */
export const isStrongToken = (text: string): boolean => /^pxy_[A-Za-z0-9_-]{20,200}$/.test(text);
