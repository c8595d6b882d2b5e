import { isObject, type JsonPath } from "../../lib/json.ts";

/** A string in somebody's JSON, and where it stands. */
export type StringPlace = { readonly path: JsonPath; readonly text: string };

/** Where formats keep the text of a part. */
const textField = "text";

/** Data may have texts in them so many steps down. */
const maxDepth = 4;

/**
 * The strings that a block is made of whose place this is: the string itself, the `text` of a part, or those within data
 * that a format has as such.
 */
export const stringsAt = (json: unknown, path: JsonPath): readonly StringPlace[] => {
  const value = path.reduce<unknown>((inner, step) => memberOf(inner, step), json);
  if (typeof value === "string") return [{ path, text: value }];
  if (!isObject(value)) return [];
  const own = value[textField];
  return typeof own === "string" ? [{ path: [...path, textField], text: own }] : stringsIn(value, path, maxDepth);
};

const stringsIn = (value: unknown, path: JsonPath, depth: number): readonly StringPlace[] => {
  if (typeof value === "string") return [{ path, text: value }];
  if (depth === 0) return [];
  if (Array.isArray(value)) return value.flatMap((item, at) => stringsIn(item, [...path, at], depth - 1));
  return isObject(value)
    ? Object.entries(value).flatMap(([name, item]) => stringsIn(item, [...path, name], depth - 1))
    : [];
};

/** What stands one step down; undefined where there is nothing. */
export const memberOf = (value: unknown, step: string | number): unknown => {
  if (typeof step === "number") return Array.isArray(value) ? value[step] : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
};
