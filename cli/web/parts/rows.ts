import type { ListedRequest } from "../../dashboard/data/requests.ts";
import { type ColumnName, columns } from "../../dashboard/requests/columns.ts";
import { addressOf, at } from "../route.ts";
import { type Element, h } from "../view/element.ts";

/** The columns that fit into so many pixels: the same as in the terminal, in the same order of importance. */
export const columnsFor = (width: number): readonly ColumnName[] => {
  if (width < 560) return ["clock", "st", "model", "time", "cost"];
  if (width < 900) return ["clock", "st", "upstream", "model", "in", "out", "time", "cost"];
  return [
    "clock",
    "st",
    "end",
    "client",
    "session",
    "upstream",
    "model",
    "in",
    "cached",
    "out",
    "ttft",
    "time",
    "cost",
    "saved",
  ];
};

/** The heads of the columns. */
export const headRow = (names: readonly ColumnName[]): Element =>
  h(
    "div",
    { class: `row head of-${names.length}`, role: "row" },
    ...names.map((name) =>
      h("span", { class: `cell ${name}`, role: "columnheader" }, columns[name].title.toLowerCase()),
    ),
  );

/** A request as a row that can be opened. What it says is what the terminal's list says of it. */
export const requestRow = (
  request: ListedRequest,
  names: readonly ColumnName[],
  now: number,
  query: Readonly<Record<string, string>> = {},
): Element =>
  h(
    "a",
    {
      key: request.id,
      class: `row of-${names.length}`,
      role: "row",
      href: addressOf(at("requests", request.id, query)),
    },
    ...names.map((name) => {
      const { text, tone } = columns[name].cell(request, now);
      return h(
        "span",
        { class: `cell ${name} ${tone ?? ""}`, role: "cell", title: isCut.has(name) ? text : null },
        text,
      );
    }),
  );

const isCut: ReadonlySet<ColumnName> = new Set(["client", "session", "upstream", "model"]);
