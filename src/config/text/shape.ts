import type { z } from "zod";
import type { Where } from "../../core/problem.ts";
import { nearest } from "../../lib/nearest.ts";
import { type Complain, problem } from "./problems.ts";
import { shownValue } from "./shown.ts";
import { type Node, plain } from "./yaml.ts";

/** Whether a part of a file has this shape; each thing that does not fit is told with its place. */
export const hasShape = (node: Node, name: string, shape: z.ZodType, complain: Complain): boolean => {
  const checked = shape.safeParse(plain(node));
  if (checked.success) return true;
  for (const issue of checked.error.issues) {
    if (issue.code === "unrecognized_keys") tellUnknown(node, name, issue, knownKeys(shape, issue.path), complain);
    else tellMisfit(node, name, issue, complain);
  }
  return false;
};

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

const tellUnknown = (
  node: Node,
  name: string,
  { path, keys }: Extract<Issue, { code: "unrecognized_keys" }>,
  known: readonly string[],
  complain: Complain,
): void => {
  for (const key of keys) {
    const where = whereOf(node, [...path, key]);
    complain(problem(where, dotted(name, [...path, key]), "unknown key", { nearest: nearest(key, known) }));
  }
};

const tellMisfit = (node: Node, name: string, { path, message, ...issue }: Issue, complain: Complain): void => {
  const full = dotted(name, path);
  const found = at(node, path);
  if (found === null) return complain(problem(whereOf(node, path.slice(0, -1)), full, "missing"));
  if (issue.code === "invalid_key")
    return complain(problem(whereOf(node, path), full, issue.issues[0]?.message ?? message));
  const expected = issue.code === "invalid_type" ? kinds[issue.expected] : undefined;
  const what = expected === undefined ? message : `must be ${expected}`;
  complain(problem(found.where, full, what, { got: shownValue(full, plain(found)), expected: expected ?? null }));
};

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

const dotted = (name: string, path: Path): string =>
  [name, ...path.map(String)].filter((part) => part !== "").join(".");

/** Where a part is; of a map's entry the key's place, which people look for. */
export const whereOf = (node: Node, path: Path): Where => {
  const parent = path.length === 0 ? null : at(node, path.slice(0, -1));
  const entry = parent?.kind === "map" ? parent.entries.find(({ key }) => key === path.at(-1)) : undefined;
  return entry?.where ?? at(node, path)?.where ?? node.where;
};

const at = (node: Node, path: Path): Node | null =>
  path.reduce<Node | null>((inner, step) => {
    if (inner?.kind === "map") return inner.entries.find(({ key }) => key === step)?.value ?? null;
    return inner?.kind === "list" && typeof step === "number" ? (inner.items[step] ?? null) : null;
  }, node);

/** The keys that the map at this path may have. */
const knownKeys = (shape: z.ZodType, path: Path): readonly string[] => {
  const inner = path.reduce<unknown>((one, step) => childOf(unwrapped(one), step), shape);
  const map = unwrapped(inner);
  return isObject(map) && isObject(map["shape"]) ? Object.keys(map["shape"]) : [];
};

const childOf = (shape: unknown, step: PropertyKey): unknown => {
  if (!isObject(shape)) return null;
  const { shape: fields, element, valueType } = shape;
  if (isObject(fields) && typeof step === "string") return fields[step];
  return element ?? valueType ?? null;
};

const unwrapped = (shape: unknown): unknown =>
  isObject(shape) && typeof shape["unwrap"] === "function" && !("element" in shape) ? shape["unwrap"]() : shape;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
