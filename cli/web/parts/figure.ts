import { type Element, h, type View } from "../view/element.ts";

/** One number with what it is of, and a line of what belongs to it. */
export const figure = (title: string, value: View, note: View = null, tone = ""): Element =>
  h(
    "div",
    { class: `card figure ${tone}` },
    h("h2", {}, title),
    h("p", { class: "value" }, value),
    note === null ? null : h("p", { class: "note" }, note),
  );

/** A sign in a colour; the sign alone says the same. */
export const sign = (text: string, meaning: string): Element => h("span", { class: `sign ${meaning}` }, text);

/** A piece of the page under a heading. */
export const card = (title: string, note: View, ...children: readonly View[]): Element =>
  h(
    "section",
    { class: "card" },
    h("header", {}, h("h2", {}, title), note === null ? null : h("span", { class: "note" }, note)),
    children,
  );

/** What stands where there is nothing to show. */
export const empty = (text: string): Element => h("p", { class: "hint" }, text);
