import type { Citation } from "./chat.ts";

/** A citation whose piece of the text is known by its place and by its words. */
export type Located = Citation & { readonly span: NonNullable<Citation["span"]>; readonly said: string };

/** Finds the piece of a block's text that a citation stands behind; all of it where that piece is not there. */
export const located = (citation: Citation, text: string): Located => {
  const span = citation.span ?? spanOf(citation.said, text);
  return { ...citation, span, said: text.slice(span.start, span.end) };
};

const spanOf = (said: string | null, text: string): Located["span"] => {
  const start = said === null ? -1 : text.indexOf(said);
  return said === null || start < 0 ? { start: 0, end: text.length } : { start, end: start + said.length };
};

/** The field of a block that has some; none where there are none. */
export const citing = (citations: readonly Citation[]): { readonly citations?: readonly Citation[] } =>
  citations.length === 0 ? {} : { citations };
