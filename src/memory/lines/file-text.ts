import type { About } from "../shrinkers/shrinker.ts";

/** Commands that print a file as it is. */
const printing = /^(?:cd [^;&|]*(?:&&|;)\s*)?(?:cat|head|tail|sed -n|bat|less|more|nl)\b/;

/**
 * Whether this is the text of a file: an edit may have to quote it to the letter, blanks and line ends too, so what stays of
 * it stays as it is.
 */
export const isFileText = ({ piece: { call } }: Pick<About, "piece">): boolean =>
  call !== null && (call.does !== "other" || printing.test(call.label));
