import type { Context } from "../command.ts";
import { withTilde } from "../output/home.ts";
import { exactly } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import type { Found } from "./find.ts";
import { tolerance } from "./search.ts";

/** The window that a search has found: the vendor's own figure where what went through bears it out; null = not found. */
export const windowOf = ({ fits, tooLong, said, end }: Found): number | null => {
  if (end !== "known" || tooLong === null) return null;
  return said !== null && said >= fits && said < tooLong ? said : fits;
};

/** Whether the price book says something else; null where one of the two is not known. */
export const differs = (found: Found): boolean | null => {
  const window = windowOf(found);
  if (window === null || found.book === null) return null;
  return Math.abs(window - found.book) > tolerance(found.book);
};

/** What the report is about. */
export type About = { readonly list: string | null; readonly model: string };

/** What was found, in lines: the window, what the price book says, and how to write it down. */
export const foundLines = (
  found: Found,
  { list, model }: About,
  { paths, env }: Pick<Context, "paths" | "env">,
): readonly string[] => {
  const { fits, tooLong, book, isSilent } = found;
  const window = windowOf(found);
  const bounds =
    tooLong === null
      ? `${exactly(fits)} went through`
      : `${exactly(fits)} went through, ${exactly(tooLong)} ${isSilent ? "were cut short" : "did not"}`;
  const lines = [
    window === null
      ? `window      not found: ${bounds}`
      : `window      ${exactly(window)} tokens${window === found.said ? ", as the vendor says" : ""}   (${bounds})`,
  ];
  if (isSilent) lines.push("            longer prompts are not refused: what does not fit is left out in silence");
  lines.push(
    `price book  ${book === null ? "nothing" : `${exactly(book)} tokens`}${differs(found) === false ? ": the same" : ""}`,
  );
  if (window === null || list === null || differs(found) === false) return lines;
  const file = withTilde(paths.models, env["HOME"]);
  return [...lines, `write it down in ${file}:`, ...overlay(list, model, window), "then: proxy-cli reload"];
};

/** The lines of models.yaml that say so. */
export const overlay = (list: string, model: string, window: number): readonly string[] => [
  `  ${list}:`,
  `    ${plainName.test(model) ? model : JSON.stringify(visible(model))}: { window: ${window} }`,
];

/** A name that needs no quotes in YAML. */
const plainName = /^[a-z][\w.-]*$/i;
