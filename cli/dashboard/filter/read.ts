import { nearest } from "../../../src/lib/nearest.ts";
import type { Comparison } from "./fields.ts";
import { fieldNames, isField, valueProblem } from "./fields.ts";
import type { Filter } from "./filter.ts";

/** What is wrong in the text of a filter, and where. */
export type FilterMistake = { readonly at: number; readonly length: number; readonly message: string };

/** A filter, null where the text asks for nothing, or what is wrong with it. */
export type ReadFilter =
  | { readonly filter: Filter | null; readonly mistake: null }
  | { readonly filter: null; readonly mistake: FilterMistake };

/** Deeper than this nobody means. */
const deepest = 30;

/** Reads the text of a filter: a space is "and", `|` is "or", `!` is "not"; brackets group. Never throws. */
export const readFilter = (text: string): ReadFilter => {
  try {
    const at: Cursor = { text, at: 0, depth: 0 };
    skipSpaces(at);
    if (at.at === text.length) return { filter: null, mistake: null };
    const filter = readAny(at);
    if (at.at < text.length) throw new Mistake(at.at, 1, `"${text[at.at]}" closes nothing`);
    return { filter, mistake: null };
  } catch (thrown) {
    if (!(thrown instanceof Mistake)) throw thrown;
    return { filter: null, mistake: { at: thrown.at, length: thrown.length, message: thrown.message } };
  }
};

type Cursor = { readonly text: string; at: number; depth: number };

class Mistake extends Error {
  readonly at: number;
  readonly length: number;
  constructor(at: number, length: number, message: string) {
    super(message);
    this.at = at;
    this.length = length;
  }
}

const skipSpaces = (cursor: Cursor): void => {
  while (/\s/.test(cursor.text[cursor.at] ?? "")) cursor.at++;
};

const readAny = (cursor: Cursor): Filter => {
  const parts = [readAll(cursor)];
  while (cursor.text[cursor.at] === "|") {
    cursor.at++;
    parts.push(readAll(cursor));
  }
  return joined("any", parts);
};

const readAll = (cursor: Cursor): Filter => {
  const parts: Filter[] = [];
  for (;;) {
    skipSpaces(cursor);
    const next = cursor.text[cursor.at];
    if (next === undefined || next === "|" || next === ")") break;
    parts.push(readOne(cursor));
  }
  if (parts.length === 0) throw new Mistake(cursor.at, 1, "something is missing here");
  return joined("all", parts);
};

/** One part is itself; parts of the same kind become one, so that brackets around them change nothing. */
const joined = (kind: "all" | "any", parts: readonly Filter[]): Filter => {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.of : [part]));
  return flat.length === 1 && flat[0] !== undefined ? flat[0] : { kind, of: flat };
};

const readOne = (cursor: Cursor): Filter => {
  const from = cursor.at;
  const sign = cursor.text[from];
  if (sign !== "!" && sign !== "(") return readTerm(cursor);
  if (++cursor.depth > deepest) throw new Mistake(from, 1, "too many brackets");
  cursor.at++;
  const inner = sign === "!" ? readNegated(cursor, from) : readGroup(cursor, from);
  cursor.depth--;
  return inner;
};

const readNegated = (cursor: Cursor, from: number): Filter => {
  if (/^[\s|)]?$/.test(cursor.text[cursor.at] ?? "")) throw new Mistake(from, 1, "! wants what is not wanted after it");
  const of = readOne(cursor);
  return of.kind === "not" ? of.of : { kind: "not", of };
};

const readGroup = (cursor: Cursor, from: number): Filter => {
  const of = readAny(cursor);
  if (cursor.text[cursor.at] !== ")") throw new Mistake(from, 1, "this bracket is not closed");
  cursor.at++;
  return of;
};

const readTerm = (cursor: Cursor): Filter => {
  const from = cursor.at;
  const [whole = "", name = ""] = /^([a-z]+):/i.exec(cursor.text.slice(from, from + 40)) ?? [];
  if (whole === "") return { kind: "text", text: readWord(cursor, /[^\s|()":]*:?[^\s|()"]*/y) };
  const field = name.toLowerCase();
  if (!isField(field)) throw new Mistake(from, name.length, unknownField(field));
  cursor.at += whole.length;
  const [comparison = ""] = /^(>=|<=|>|<|)/.exec(cursor.text.slice(cursor.at, cursor.at + 2)) ?? [];
  cursor.at += comparison.length;
  const value = readWord(cursor, /[^\s|()"]*/y);
  const problem = valueProblem(field, comparison as Comparison, value);
  if (problem !== null) throw new Mistake(from, cursor.at - from, problem);
  return { kind: "term", field, comparison: comparison as Comparison, value };
};

const readWord = (cursor: Cursor, bare: RegExp): string => {
  const from = cursor.at;
  if (cursor.text[from] !== '"') {
    bare.lastIndex = from;
    const [word = ""] = bare.exec(cursor.text) ?? [];
    cursor.at += word.length;
    return word;
  }
  const quoted = /"((?:[^"\\]|\\.)*)"/sy;
  quoted.lastIndex = from;
  const [whole, inner = ""] = quoted.exec(cursor.text) ?? [];
  if (whole === undefined) throw new Mistake(from, cursor.text.length - from, "this quote is not closed");
  cursor.at += whole.length;
  return inner.replaceAll(/\\(.)/gs, "$1");
};

const unknownField = (name: string): string => {
  if (name === "tool") return "which tools were called is not kept in the list; it stands in the request itself";
  const near = nearest(name, fieldNames);
  return near === null
    ? `no field "${name}"; to search for the text put it in quotes`
    : `no field "${name}", did you mean ${near}: ?`;
};
