import type { Comparison, FieldName } from "./fields.ts";

/** One condition on one field. */
export type Term = {
  readonly kind: "term";
  readonly field: FieldName;
  readonly comparison: Comparison;
  readonly value: string;
};

/** Which requests are wanted. */
export type Filter =
  | Term
  /** A text that is anywhere in the request's line. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "not"; readonly of: Filter }
  | { readonly kind: "all" | "any"; readonly of: readonly Filter[] };

/** The text of a filter, which reads as the same filter again. */
export const written = (filter: Filter): string => {
  switch (filter.kind) {
    case "text":
      return word(filter.text, /^[^\s|()"!:][^\s|()":]*$/);
    case "term":
      return `${filter.field}:${filter.comparison}${word(filter.value, /^[^\s|()"<>=][^\s|()"]*$/)}`;
    case "not":
      return `!${within(filter.of, ["all", "any"])}`;
    case "all":
      return filter.of.map((part) => within(part, ["all", "any"])).join(" ");
    case "any":
      return filter.of.map((part) => within(part, ["any"])).join(" | ");
  }
};

const within = (part: Filter, grouped: readonly Filter["kind"][]): string =>
  grouped.includes(part.kind) ? `(${written(part)})` : written(part);

const word = (text: string, bare: RegExp): string =>
  bare.test(text) ? text : `"${text.replaceAll(/[\\"]/g, (sign) => `\\${sign}`)}"`;
