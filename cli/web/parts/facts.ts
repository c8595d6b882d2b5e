import { type Element, h, type View } from "../view/element.ts";

/** A name and what is to be said of it; null where there is nothing to say. */
export type Fact = readonly [name: string, says: View | readonly View[]];

/** Facts below each other, their names beside them; those of which nothing is known are left out. */
export const facts = (all: readonly Fact[]): Element =>
  h(
    "dl",
    { class: "facts" },
    ...all.flatMap(([name, says]) => (says === null || says === "" ? [] : [h("dt", {}, name), h("dd", {}, says)])),
  );

/** A table of words and numbers: the first column names, the others are aligned to the right where they are numbers. */
export const table = (
  label: string,
  heads: readonly string[],
  rows: readonly (readonly View[])[],
  texts: ReadonlySet<number> = new Set([0]),
): Element =>
  h(
    "div",
    { class: "wide" },
    h(
      "table",
      { "aria-label": label },
      h(
        "thead",
        {},
        h("tr", {}, ...heads.map((head, at) => h("th", { scope: "col", class: texts.has(at) ? "" : "number" }, head))),
      ),
      h(
        "tbody",
        {},
        ...rows.map((row) =>
          h("tr", {}, ...row.map((cell, at) => h("td", { class: texts.has(at) ? "" : "number" }, cell))),
        ),
      ),
    ),
  );
