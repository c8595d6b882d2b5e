import { textOrNull } from "../../../lib/json.ts";
import { isFileText } from "../../lines/file-text.ts";
import { idOf, leftOut } from "../../shrinkers/placeholder.ts";
import type { Shrinker } from "../../shrinkers/shrinker.ts";
import { readable } from "./readable.ts";

/** Documents begin so, or hold many of these. */
const opening = /^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b/i;
const ordinary = /<\/(?:div|p|span|a|li|td|h[1-6])>/gi;

/** So many of them make a document of what begins with a tag. */
const leastTags = 20;

/**
 * The text of a document of HTML: title, headings, paragraphs, lists, cells, and links as `[text](url)`, each address once.
 * Keeps: every word a reader of the page sees. Leaves out scripts, styles, pictures drawn in letters, and attributes.
 */
export const html: Shrinker = {
  name: "html",
  version: 1,
  isLossy: true,
  from: "balanced",
  maxLength: 64 * 1024,
  suits: (text, about) => (isDocument(text) && !isFileText(about) ? { id: idOf(about.piece.hash) } : null),
  apply: (text, { id }) => {
    const read = readable(text);
    return read === "" ? null : `${read}\n${leftOut("HTML around this text", textOrNull(id) ?? "")}`;
  },
};

const isDocument = (text: string): boolean =>
  opening.test(text.slice(0, 2000)) || (/^\s*<[a-z!]/i.test(text) && (text.match(ordinary)?.length ?? 0) >= leastTags);
