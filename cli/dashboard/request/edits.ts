import type { RequestDetail, ShownEdit } from "../../../src/core/request-detail.ts";
import { difference, placeholder } from "../../output/difference.ts";
import { counted, exactly, percent } from "../../output/units.ts";
import { type Line, line, lineOf, span } from "../frame/line.ts";
import { wrapped } from "../frame/wrap.ts";
import { type Flowing, flowed } from "./flowed.ts";

/** Each piece of the conversation that went out other than it came: by whom, how much shorter, and what became of its text. */
export const editLines = (detail: RequestDetail, _now: number, width: number): readonly Line[] => {
  const { edits, summary } = detail;
  if (edits.length === 0) return noneLines(summary, width);
  const [before, after] = [sum(edits, "before"), sum(edits, "after")];
  return [
    lineOf(
      ` ${counted(edits.length, "piece")} went out shorter: ${exactly(before)} → ${exactly(after)} tokens, `,
      span(percent(before === 0 ? 0 : (after - before) / before), "saved"),
    ),
    lineOf(span(" [-left out-]", "error"), "  ", span("{+in its place+}", "ok"), "  ", span("[placeholder]", "saved")),
    ...edits.flatMap((edit, at) => linesOf(edit, at, width)),
  ];
};

const sum = (edits: readonly ShownEdit[], of: "before" | "after"): number =>
  edits.reduce((all, edit) => all + edit[of], 0);

const noneLines = (summary: RequestDetail["summary"], width: number): readonly Line[] => {
  const why =
    summary !== null && summary.memoryEdits > 0
      ? `${counted(summary.memoryEdits, "piece")} went out shorter; which, is not kept any more.`
      : "Every piece of the conversation went out as it came.";
  return [[], ...wrapped(why, width - 2).map((part) => line(` ${part}`, { tone: "muted" }))];
};

/** The lines of an edit at the width that was last asked for: they are the same as long as it is the same edit. */
const latest = new WeakMap<
  ShownEdit,
  { readonly at: number; readonly width: number; readonly lines: readonly Line[] }
>();

const linesOf = (edit: ShownEdit, at: number, width: number): readonly Line[] => {
  const known = latest.get(edit);
  if (known?.at === at && known.width === width) return known.lines;
  const lines = [[], ...headLines(edit, at, width), ...textLines(edit, width)];
  latest.set(edit, { at, width, lines });
  return lines;
};

const headLines = ({ source, by, before, after, ids, isBatched }: ShownEdit, at: number, width: number) => {
  const batch = isBatched ? ", in this request's batch" : "";
  const told = `${exactly(before)} → ${exactly(after)} tokens by ${by.join(", ")}${batch}`;
  return [
    ...wrapped(`${at + 1}  ${source}`, width - 1).map((part) => line(` ${part}`, { tone: "heading" })),
    ...wrapped(told, width - 4).map((part) => line(`    ${part}`, { tone: "muted" })),
    ...(ids.length === 0
      ? []
      : wrapped(`whole again: proxy-cli memory show ${ids[0]}`, width - 4).map((part) =>
          line(`    ${part}`, { tone: "saved" }),
        )),
  ];
};

const textLines = ({ sent, went, isWhole }: ShownEdit, width: number): readonly Line[] => {
  const room = Math.max(1, width - 2);
  const said = (text: string) => wrapped(text, room).map((part) => line(`  ${part}`, { tone: "muted" }));
  if (went === null) return said("What went out is not known any more.");
  const pieces = sent === null ? marked(went) : difference(sent, went).flatMap(pieceOf);
  return [
    ...(sent === null ? said("What came is not kept as text; this went out:") : []),
    ...flowed(pieces, room).map((one): Line => [span("  "), ...one]),
    ...(isWhole ? [] : said("Only the beginnings are told: what would follow here is not compared.")),
  ];
};

const pieceOf = ({ is, text }: ReturnType<typeof difference>[number]): readonly Flowing[] => {
  if (is === "same") return [{ text: text.replaceAll("\t", "  ") }];
  if (is === "gone") return [{ text: `[-${withSigns(text)}-]`, tone: "error" }];
  return [{ text: "{+", tone: "ok" }, ...marked(withSigns(text), "ok"), { text: "+}", tone: "ok" }];
};

/** Blanks that are no spaces are seen where they come or go. */
const withSigns = (text: string): string => text.replaceAll("\t", "\\t").replaceAll("\n", "\\n\n");

const marked = (text: string, tone?: Flowing["tone"]): readonly Flowing[] =>
  text
    .split(placeholder)
    .map((part, at): Flowing => (at % 2 === 1 ? { text: part, tone: "saved" } : { text: part, ...(tone && { tone }) }));
