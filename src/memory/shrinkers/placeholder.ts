import { contentHash } from "../transcript/hash.ts";

/** The name under which a text that was left out is found again, made of the text's hash. */
export const idOf = (hash: string): string =>
  `m_${hash
    .replaceAll(/[^a-z0-9]/gi, "")
    .slice(0, 10)
    .toLowerCase()}`;

/** The name under which a text that was left out is found again. */
export const originalId = (text: string): string => idOf(contentHash(text));

/** How a person, or a model with a shell, gets something back. */
export const wayBack = (id: string): string => `proxy-cli memory show ${id}`;

/**
 * What stands in the place of something that was left out: `[412 lines left out: proxy-cli memory show m_7f3a…]`. The id is
 * that of the whole piece as the client sent it (`idOf(about.piece.hash)`), whatever was done to it before: that is what is kept.
 */
export const leftOut = (what: string, id: string): string => `[${what} left out: ${wayBack(id)}]`;
