import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Scalar,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

/** YAML that cannot be changed in place without changing something else; a person has to. */
export class UneditableYaml extends Error {
  override readonly name = "UneditableYaml";
}

/**
 * The text with this one value set, everything outside it byte for byte the same: comments, order, blank lines,
 * quotes, line ends. Sections that are missing are added. Throws UneditableYaml.
 */
export const withValue = (text: string, path: readonly string[], value: unknown): string => {
  const document = readable(text);
  if (Bun.deepEquals(document.getIn(path), value)) return text;
  return proven(document, written(text, document, path, value), (tree) => setIn(tree, path, value));
};

/** The text without this one value, and without its section where nothing else is in it. Throws UneditableYaml. */
export const withoutValue = (text: string, path: readonly string[]): string => {
  const document = readable(text);
  const edited = erased(text, document, path);
  return edited === text ? text : proven(document, edited, (tree) => setIn(tree, path, undefined));
};

const readable = (text: string): Document => {
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw new UneditableYaml(error.message);
  return document;
};

type Tree = Record<string, unknown>;

/** The edited text, when reading it gives what was meant and nothing else. */
const proven = (before: Document, edited: string, meant: (tree: Tree) => Tree): string => {
  const after = parseDocument(edited, { prettyErrors: false });
  const isMeant = after.errors.length === 0 && Bun.deepEquals(pruned(plain(after)), pruned(meant(plain(before))));
  if (isMeant) return edited;
  throw new UneditableYaml("the value is tied to others here, by an alias or a form that only a person can change");
};

const plain = (document: Document): Tree => (document.toJS({ maxAliasCount: 50 }) as Tree | null) ?? {}; // a map, or it could not be edited

const setIn = (tree: Tree, [key = "", ...rest]: readonly string[], value: unknown): Tree => ({
  ...tree,
  [key]: rest.length === 0 ? value : setIn((tree[key] as Tree | null | undefined) ?? {}, rest, value),
});

/** Without sections that hold nothing: an empty one means the same as none. */
const pruned = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value ?? undefined;
  const kept = Object.entries(value).flatMap(([key, inner]) => {
    const rest = pruned(inner);
    return rest === undefined ? [] : [[key, rest] as const];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
};

const written = (text: string, { contents }: Document, path: readonly string[], value: unknown): string => {
  if (contents === null || isEmpty(contents)) {
    const eol = eolOf(text);
    const gap = text === "" || text.endsWith(eol + eol) ? "" : eol; // the last comment is not about this value
    return appended(text, gap + block(path, value, "", eol), eol);
  }
  let map = sectionIn(contents);
  for (const [depth, key] of path.entries()) {
    const pair = pairIn(map, key);
    const rest = path.slice(depth + 1);
    if (pair === null) return inserted(text, map, [key, ...rest], value, map === contents);
    if (rest.length === 0) return replaced(text, pair, value);
    if (isEmpty(pair.value)) return filled(text, pair, rest, value);
    map = sectionIn(pair.value);
  }
  return text;
};

const sectionIn = (node: unknown): YAMLMap => {
  if (isMap(node)) return node;
  throw new UneditableYaml("there is a value where a section of settings should be");
};

/** `key:` without anything, or with a null. */
const isEmpty = (node: unknown): boolean => node === null || (isScalar(node) && node.value === null);

type Entry = Pair<Scalar, unknown>;

const pairIn = (map: YAMLMap, key: string): Entry | null =>
  (map.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key) as
    | Entry
    | undefined) ?? null; // found by its scalar key

const replaced = (text: string, pair: Entry, value: unknown): string => {
  const { value: old } = pair;
  if (isSeq(old) && old.flow !== true && Array.isArray(value)) return withItems(text, pair, old, value);
  const [start, end] = [startOf(old), endOf(old)];
  const colon = afterColon(text, pair);
  if (end <= start) return splice(text, colon, colon, ` ${inline(value)}`);
  return splice(text, start, end, inline(value, isScalar(old) ? old.type : undefined));
};

/** A list with a line for each item: the lines of those that stay are kept as they are. */
const withItems = (text: string, pair: Entry, list: YAMLSeq, value: readonly unknown[]): string => {
  const from = lineStart(text, startOf(list));
  const indent = text.slice(from, startOf(list));
  if (indent.trim() !== "") throw new UneditableYaml("the list begins on the line of something else");
  const ends = list.items.map((item) => lineEnd(text, endOf(item)));
  const lines = list.items.map((_, index) => text.slice(ends[index - 1] ?? from, ends[index]));
  const old = list.toJSON() as unknown[]; // a list gives a list
  const eol = eolOf(text);
  const items = value.map((item) => {
    const at = old.findIndex((one) => Bun.deepEquals(one, item));
    return ended(at < 0 ? `${indent}- ${inline(item)}` : (lines[at] ?? ""), eol);
  });
  const colon = afterColon(text, pair);
  if (items.length === 0) return `${text.slice(0, colon)} []${text.slice(colon, from)}${text.slice(ends.at(-1))}`;
  return splice(text, from, ends.at(-1) ?? from, items.join(""));
};

/** Into a section that has nothing but comments yet. */
const filled = (text: string, pair: Entry, rest: readonly string[], value: unknown): string => {
  const { value: old } = pair;
  if (endOf(old) > startOf(old)) return splice(text, startOf(old), endOf(old), flow(rest, value));
  const at = lineEnd(text, afterColon(text, pair));
  const indent = " ".repeat(column(text, startOf(pair.key)) + 2);
  return insertLines(text, at, block(rest, value, indent, eolOf(text)));
};

const inserted = (text: string, map: YAMLMap, path: readonly string[], value: unknown, isRoot: boolean): string => {
  const last = map.items.at(-1) as Entry | undefined; // maps hold pairs
  if (map.flow === true) {
    const [at, space] = last === undefined ? [startOf(map) + 1, " "] : [endOf(last.value ?? last.key), ", "];
    const [key = "", ...rest] = path;
    const inner = `${inFlow(key)}: ${rest.length === 0 ? inFlow(value) : flow(rest, value)}`;
    return splice(text, at, at, `${space}${inner}${last === undefined ? " " : ""}`);
  }
  const first = map.items[0] as Entry | undefined; // maps hold pairs
  const indent = " ".repeat(column(text, startOf(first?.key)));
  const lines = block(path, value, indent, eolOf(text));
  return isRoot ? appended(text, lines, eolOf(text)) : insertLines(text, lineEnd(text, endOfPair(last)), lines);
};

const erased = (text: string, { contents }: Document, path: readonly string[]): string => {
  if (!isMap(contents)) return text;
  let map: YAMLMap = contents;
  for (const [depth, key] of path.entries()) {
    const pair = pairIn(map, key);
    if (pair === null) return text;
    if (depth === path.length - 1) return withoutPair(text, map, pair);
    if (!isMap(pair.value)) return text;
    const isAlone = pair.value.items.length === 1 && pair.value.flow !== true;
    const source = text.slice(startOf(pair.key), lineEnd(text, endOfPair(pair)));
    if (
      isAlone &&
      !source.includes("#") &&
      pairIn(pair.value, path[depth + 1] ?? "") !== null &&
      depth === path.length - 2
    )
      return withoutPair(text, map, pair);
    map = pair.value;
  }
  return text;
};

const withoutPair = (text: string, map: YAMLMap, pair: Entry): string => {
  const at = map.items.indexOf(pair);
  if (map.flow === true) {
    const [before, after] = [map.items[at - 1] as Entry | undefined, map.items[at + 1] as Entry | undefined]; // maps hold pairs
    if (before !== undefined) return splice(text, endOfPair(before), endOfPair(pair), "");
    return splice(text, startOf(pair.key), after === undefined ? endOf(map) - 1 : startOf(after.key), "");
  }
  const from = lineStart(text, startOf(pair.key));
  if (text.slice(from, startOf(pair.key)).trim() !== "")
    throw new UneditableYaml("it shares its line with something else");
  return splice(text, from, lineEnd(text, endOfPair(pair)), "");
};

const splice = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to);

const appended = (text: string, lines: string, eol: string): string =>
  text === "" ? lines : `${ended(text, eol)}${lines}`;

const insertLines = (text: string, at: number, lines: string): string => {
  const eol = eolOf(text);
  if (at < text.length || text.endsWith("\n")) return splice(text, at, at, lines);
  return `${text}${eol}${lines.slice(0, -eol.length)}`; // a file without a last line end stays one
};

const ended = (text: string, eol: string): string => (text.endsWith("\n") ? text : `${text}${eol}`);

/** `a:` over `b:` over the value, each on a line of its own. */
const block = ([key = "", ...rest]: readonly string[], value: unknown, indent: string, eol: string): string =>
  rest.length === 0
    ? `${indent}${inline(key)}: ${inline(value)}${eol}`
    : `${indent}${inline(key)}:${eol}${block(rest, value, `${indent}  `, eol)}`;

const flow = ([key = "", ...rest]: readonly string[], value: unknown): string =>
  `{ ${inFlow(key)}: ${rest.length === 0 ? inFlow(value) : flow(rest, value)} }`;

const inline = (value: unknown, style?: Scalar["type"]): string =>
  stringify(value, {
    collectionStyle: "flow",
    lineWidth: 0,
    blockQuote: false,
    ...(style === "QUOTE_DOUBLE" || style === "QUOTE_SINGLE" ? { defaultStringType: style } : {}),
  }).trim();

/** Between braces and commas more has to stand in quotes. */
const inFlow = (value: unknown): string => inline([value]).slice(1, -1).trim();

const startOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

/** Where a value ends: of a list or section of lines, the end of its last value. */
const endOf = (node: unknown): number => {
  if (isPair(node)) return endOfPair(node as Entry); // sections have scalar keys
  if ((isMap(node) || isSeq(node)) && node.flow !== true) return endOf(node.items.at(-1));
  return isNode(node) ? (node.range?.[1] ?? 0) : 0;
};

const endOfPair = (pair: Entry | undefined): number => Math.max(endOf(pair?.key), endOf(pair?.value));

/** The place right behind the colon of a key. */
const afterColon = (text: string, { key }: Entry): number => text.indexOf(":", endOf(key)) + 1;

const lineStart = (text: string, at: number): number => text.lastIndexOf("\n", at - 1) + 1;

/** The place behind the line that holds what ends here. */
const lineEnd = (text: string, end: number): number => {
  if (text[end - 1] === "\n") return end;
  const at = text.indexOf("\n", end);
  return at < 0 ? text.length : at + 1;
};

const column = (text: string, at: number): number => at - lineStart(text, at);

/** How the lines of this file end. */
const eolOf = (text: string): string => (/\r?\n/.exec(text)?.[0] === "\r\n" ? "\r\n" : "\n");
