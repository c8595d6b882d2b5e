import type { Meaning } from "../../output/colour.ts";
import { type Line, lineOf, type Span, span } from "../frame/line.ts";
import { wrapped } from "../frame/wrap.ts";

/** The width of what stands before. */
export const labelWidth = 11;

/** Where less is left for the text, the label stands above it. */
const leastText = 24;

/** A text behind its label, in as many lines as it takes; further lines stand under the first. */
export const labelled = (label: string, text: string, width: number, tone?: Meaning): readonly Line[] => {
  const room = width - labelWidth;
  const head: Span = span(label.padEnd(labelWidth), "heading");
  if (room < leastText) {
    const under = wrapped(text, width - 1).map((part) => lineOf(" ", span(part, tone)));
    return label === "" ? under : [lineOf(span(label, "heading")), ...under];
  }
  return wrapped(text, room).map((part, at) => lineOf(at === 0 ? head : " ".repeat(labelWidth), span(part, tone)));
};
