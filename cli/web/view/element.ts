import type { Action } from "../action.ts";

/** What an element does when something happens to it; where what was typed or chosen matters, a function makes the action of it. */
export type On = {
  readonly click?: Action;
  readonly input?: (value: string) => Action;
  readonly change?: (value: string) => Action;
  readonly scroll?: (top: number, height: number) => Action;
  readonly submit?: Action;
};

/** Attributes by their names; null and false leave one out, true is an empty one. */
export type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** A piece of the page as a value: text is only ever text, whatever it looks like. */
export type View = string | Element | null;

/** One element. */
export type Element = {
  readonly tag: string;
  /** The same key is the same element, wherever among its siblings it stands. */
  readonly key: string | null;
  readonly attributes: Attributes;
  readonly on: On;
  readonly children: readonly (string | Element)[];
};

type Properties = { readonly [name: string]: unknown; readonly key?: string; readonly on?: On };

/** An element: `h("a", { href: "#/requests", on: { click } }, "Requests")`. */
export const h = (
  tag: string,
  properties: Properties = {},
  ...children: readonly (View | readonly View[])[]
): Element => {
  const { key = null, on = {}, ...attributes } = properties;
  return {
    ...{ tag, key, on },
    attributes: attributes as Attributes, // what is left are attributes
    children: children.flat().filter((child): child is string | Element => child !== null && child !== ""),
  };
};

/** All text of a piece, as somebody reads it. */
export const textOf = (view: View): string =>
  view === null ? "" : typeof view === "string" ? view : view.children.map(textOf).join(" ");
