import type { Action } from "../action.ts";
import type { Element, On } from "../view/element.ts";
import { type PageElement, type PageEvent, type PageNode, page } from "./dom.ts";

/** Puts a picture on the page; what has not changed since the one before is left alone. */
export type Draw = (picture: Element) => void;

/** What listens on a node, replaced with every picture. */
const heard = new WeakMap<PageNode, On>();

/**
 * Draws into this place of the page. It is the only code that touches the document, and it makes text nodes and attributes
 * alone: nothing that anybody has written is ever read as markup.
 */
export const drawInto = (place: PageElement, send: (action: Action) => void): Draw => {
  const make = makerFor(send);
  let before: Element | null = null;
  return (picture) => {
    if (before === null) place.replaceChildren(make(picture));
    else if (place.firstChild !== null) patch(place.firstChild, before, picture, make);
    before = picture;
  };
};

type Make = (view: string | Element) => PageNode;

const svgNames = "http://www.w3.org/2000/svg";
const drawn: ReadonlySet<string> = new Set([
  "svg",
  "g",
  "path",
  "rect",
  "line",
  "circle",
  "polyline",
  "polygon",
  "text",
  "title",
  "defs",
  "pattern",
]);

const makerFor = (send: (action: Action) => void): Make => {
  const make: Make = (view) => {
    if (typeof view === "string") return page.document.createTextNode(view);
    const node = drawn.has(view.tag)
      ? page.document.createElementNS(svgNames, view.tag)
      : page.document.createElement(view.tag);
    for (const [name, value] of Object.entries(view.attributes)) write(node, name, value);
    heard.set(node, view.on);
    listen(node, send);
    node.append(...view.children.map(make));
    return node;
  };
  return make;
};

/** Elements that may have something to do listen once; what they do is looked up. */
const listen = (node: PageElement, send: (action: Action) => void): void => {
  const on = (name: keyof On, act: (on: On, event: PageEvent) => Action | undefined): void =>
    node.addEventListener(name, (event) => {
      const action = act(heard.get(node) ?? {}, event);
      if (action === undefined) return;
      if (name !== "scroll") event.stopPropagation();
      if (name === "submit" || (name === "click" && node.tagName !== "A")) event.preventDefault();
      send(action);
    });
  const { click, input, change, scroll, submit } = heard.get(node) ?? {};
  const typedIn = ({ target }: PageEvent): string => target?.value ?? "";
  if (click !== undefined) on("click", (now) => now.click);
  if (input !== undefined) on("input", (now, event) => now.input?.(typedIn(event)));
  if (change !== undefined) on("change", (now, event) => now.change?.(typedIn(event)));
  if (submit !== undefined) on("submit", (now) => now.submit);
  if (scroll !== undefined) on("scroll", (now) => now.scroll?.(node.scrollTop, node.clientHeight));
};

const write = (node: PageElement, name: string, value: string | number | boolean | null): void => {
  if (/^(on|style|src)/i.test(name)) throw new Error(`${name} is not for views`);
  if (name === "href" && !/^#\//.test(String(value))) throw new Error("links stay on the page");
  if (name === "value" && node.tagName === "INPUT") {
    if (node.value !== value) node.value = String(value ?? "");
    return;
  }
  if (name === "tall") {
    node.style.height = `${value}px`; // a policy forbids styles in attributes, not those that scripts set
    return;
  }
  if (value === null || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : String(value));
};

const isSameKind = (one: string | Element | undefined, other: string | Element): boolean => {
  if (one === undefined || typeof one === "string" || typeof other === "string")
    return typeof one === "string" && typeof other === "string";
  return one.tag === other.tag && one.key === other.key && sameListeners(one.on, other.on);
};

const sameListeners = (one: On, other: On): boolean => Object.keys(one).join() === Object.keys(other).join();

const patch = (node: PageNode, before: string | Element, after: string | Element, make: Make): void => {
  if (before === after) return;
  if (typeof before === "string" || typeof after === "string" || !isSameKind(before, after)) {
    if (typeof before === "string" && typeof after === "string") node.nodeValue = after;
    else node.parentNode?.replaceChild(make(after), node);
    return;
  }
  const element = node as PageElement; // it was made of one
  for (const name of Object.keys(before.attributes)) if (!(name in after.attributes)) write(element, name, null);
  for (const [name, value] of Object.entries(after.attributes))
    if (before.attributes[name] !== value || name === "value") write(element, name, value);
  heard.set(element, after.on);
  patchChildren(element, before.children, after.children, make);
};

const patchChildren = (
  node: PageElement,
  before: readonly (string | Element)[],
  after: readonly (string | Element)[],
  make: Make,
): void => {
  const nodes = [...node.childNodes];
  const keyed = new Map<string, number>();
  for (const [at, child] of before.entries())
    if (typeof child !== "string" && child.key !== null) keyed.set(child.key, at);
  const used = new Set<number>();
  const next = after.map((child, at) => {
    const key = typeof child === "string" ? null : child.key;
    const from = key === null ? at : (keyed.get(key) ?? -1);
    const [old, oldNode] = [before[from], nodes[from]];
    if (old === undefined || oldNode === undefined || used.has(from) || !isSameKind(old, child)) return make(child);
    used.add(from);
    patch(oldNode, old, child, make);
    return oldNode;
  });
  for (const [at, old] of nodes.entries()) if (!used.has(at)) old.remove();
  for (const [at, child] of next.entries()) {
    const here = node.childNodes[at];
    if (here !== child) node.insertBefore(child, here ?? null);
  }
};
