import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";
import { visible } from "./visible.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A field that was asked for: as it was typed, the list that it is in (null = none), and its way from there. */
type Column = { readonly typed: string; readonly list: string | null; readonly way: readonly string[] };

/** How an answer is read: one of many lines of different kinds has no field that another one has. */
type Reading = { readonly isOneOfMany?: boolean };

/** An answer with only these fields: `pid`, `tally.ok`, or of each row of its list: `name` or `upstreams.name`. */
export const withFields = (answer: Fields, wanted: readonly string[], reading: Reading = {}): Fields => {
  const { columns, list } = columnsOf(answer, wanted, reading);
  const pick = (from: Fields, isRow: boolean): Fields =>
    Object.fromEntries(
      columns.filter((column) => (column.list !== null) === isRow).map(({ typed, way }) => [typed, valueAt(from, way)]),
    );
  const { schema, generated_at } = answer;
  return {
    schema,
    ...(generated_at === undefined ? {} : { generated_at }),
    ...pick(answer, false),
    ...(list === null ? {} : { [list]: rowsOf(answer, list).map((row) => pick(row, true)) }),
  };
};

/** The same as lines with tabs: one for each row of the list, or one; unknown is empty. */
export const tsvLines = (answer: Fields, wanted: readonly string[], reading: Reading = {}): readonly string[] => {
  const { columns, list } = columnsOf(answer, wanted, reading);
  const rows = list === null ? [answer] : rowsOf(answer, list);
  return rows.map((row) =>
    columns.map((column) => cell(valueAt(column.list === null ? answer : row, column.way))).join("\t"),
  );
};

const columnsOf = (answer: Fields, wanted: readonly string[], { isOneOfMany = false }: Reading) => {
  const columns = wanted.map((typed): Column => {
    const way = typed.split(".");
    return isOneOfMany && !Object.hasOwn(answer, way[0] ?? "") ? { typed, list: null, way } : columnFor(answer, typed);
  });
  const lists = [...new Set(columns.flatMap(({ list }) => list ?? []))];
  const [list = null, other] = lists;
  if (other !== undefined)
    throw new ProxyError("usage", `--fields names fields of two lists, ${list} and ${other}.`, {
      hint: "Ask for one of them at a time.",
    });
  return { columns, list };
};

const columnFor = (answer: Fields, typed: string): Column => {
  const way = typed.split(".");
  const [first = "", ...rest] = way;
  if (isList(answer[first]) && rest.length > 0) {
    const rows = rowsOf(answer, first);
    if (rows.length > 0 && !rows.some((row) => has(row, rest))) throw unknownField(typed, knownFields(answer));
    return { typed: rest.join("."), list: first, way: rest };
  }
  if (has(answer, way)) return { typed, list: null, way };
  const lists = Object.keys(answer).filter((name) => isList(answer[name]));
  const list = lists.find((name) => rowsOf(answer, name).some((row) => has(row, way)));
  if (list !== undefined) return { typed, list, way };
  // Where no list has a row nobody can say what its rows would have.
  const [empty] = lists;
  if (empty !== undefined && lists.every((name) => rowsOf(answer, name).length === 0) && mayHave(answer, way))
    return { typed, list: empty, way };
  throw unknownField(typed, knownFields(answer));
};

/** A total beside the rows has what each of them has. */
const mayHave = ({ total }: Fields, way: readonly string[]): boolean => !isObject(total) || has(total, way);

const unknownField = (typed: string, known: readonly string[]): ProxyError => {
  // A field of a row may be asked for without its list.
  const close = nearest(typed, [...known, ...known.map((name) => name.slice(name.indexOf(".") + 1))]);
  return new ProxyError(
    "usage",
    `The answer has no field "${typed}".${close === null ? "" : ` Did you mean ${close}?`} Known: ${known.join(", ")}.`,
    { hint: "See all of it with the same command and --json" },
  );
};

const knownFields = (answer: Fields): readonly string[] =>
  Object.entries(answer).flatMap(([name, value]) => {
    if (isList(value)) return Object.keys(rowsOf(answer, name)[0] ?? {}).map((field) => `${name}.${field}`);
    return isObject(value) ? Object.keys(value).map((field) => `${name}.${field}`) : [name];
  });

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is readonly Fields[] => Array.isArray(value) && value.every(isObject);

const rowsOf = (answer: Fields, list: string): readonly Fields[] => {
  const rows = answer[list];
  return isList(rows) ? rows : [];
};

const has = (from: Fields, [first = "", ...rest]: readonly string[]): boolean => {
  if (!Object.hasOwn(from, first)) return false;
  const value = from[first];
  return rest.length === 0 || (isObject(value) && has(value, rest));
};

const valueAt = (from: unknown, way: readonly string[]): unknown =>
  way.reduce((value: unknown, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : null), from);

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return "";
  return visible(typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
};
