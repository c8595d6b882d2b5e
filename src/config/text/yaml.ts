import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
} from "yaml";
import type { Where } from "../../core/problem.ts";
import { type Complain, problem, warning, wholly } from "./problems.ts";
import { shownLine } from "./shown.ts";
import { yamlTrouble } from "./yaml-trouble.ts";

/** A value of a YAML file, each part with its place. */
export type Node =
  | { readonly kind: "map"; readonly where: Where; readonly entries: readonly Entry[] }
  | { readonly kind: "list"; readonly where: Where; readonly items: readonly Node[] }
  | { readonly kind: "scalar"; readonly where: Where; readonly value: unknown };

/** One key of a map. */
export type Entry = { readonly key: string; readonly where: Where; readonly value: Node };

/** A file may refer to its own parts, but not grow without limit by it. */
const mostNodes = 20_000;
const deepest = 60;

/** The file's contents; null where there are none, or none that can be read, and then it has been said why. */
export const readYaml = (text: string, file: string, complain: Complain): Node | null => {
  if (text === "") complain(warning(wholly(file), "", "the file is empty, so nothing in it counts"));
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false, // the library compares each with all; `mapOf` does it in one go
  });
  const at = (offset: number): Where => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  // What is wrong after the first mistake is mostly its doing.
  const mistake = document.errors[0] ?? document.warnings[0];
  if (mistake !== undefined) {
    const where = at(mistake.pos[0]);
    const excerpt = shownLine(text.split(/\r?\n/)[(where.line ?? 1) - 1] ?? "");
    complain(problem(where, "yaml", inPlainWords(mistake.code, mistake.message), { excerpt }));
    return null;
  }
  return new Reader(document, at, complain).read();
};

/** A Node as a plain value. */
export const plain = (node: Node): unknown => {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
};

/** Whether nothing was written there, as in a section whose lines are all comments. */
export const isNothing = (node: Node): boolean => node.kind === "scalar" && node.value === null;

const inPlainWords = (code: string, message: string): string => {
  if (code === "MULTIPLE_DOCS") return "more than one document: only one can count";
  if (/^Maximum call stack/.test(message)) return "nested too deeply";
  return yamlTrouble(message);
};

class Reader {
  readonly #document: Document;
  readonly #at: (offset: number) => Where;
  readonly #complain: Complain;
  readonly #anchors = new Map<string, unknown>();
  #nodes = 0;

  constructor(document: Document, at: (offset: number) => Where, complain: Complain) {
    this.#document = document;
    this.#at = at;
    this.#complain = complain;
  }

  read(): Node | null {
    const found = this.#node(this.#document.contents, this.#at(0), 0);
    return found === null || isNothing(found) ? null : found;
  }

  /** Null where it cannot be read; a place is inherited where the library knows none. */
  #node(from: unknown, outer: Where, depth: number): Node | null {
    const where = rangeOf(from) === null ? outer : this.#at(rangeOf(from) ?? 0);
    this.#nodes += 1;
    if (this.#nodes === mostNodes || depth === deepest)
      this.#complain(problem(where, "yaml", depth === deepest ? "nested too deeply" : "aliases repeat too much"));
    if (this.#nodes >= mostNodes || depth >= deepest) return null;
    if (isAlias(from)) return this.#referred(from, where, depth);
    if (isNode(from) && "anchor" in from && from.anchor !== undefined) this.#anchors.set(from.anchor, from);
    if (isMap(from)) return { kind: "map", where, entries: this.#entries(from.items, where, depth) };
    if (isSeq(from)) {
      const items = from.items.flatMap((item) => this.#node(item, where, depth + 1) ?? []);
      return { kind: "list", where, items };
    }
    return { kind: "scalar", where, value: isScalar(from) ? from.value : null };
  }

  /** What an alias stands for, at the alias's own place: that is where it is used. */
  #referred({ source }: Alias, where: Where, depth: number): Node | null {
    const meant = this.#anchors.get(source);
    if (meant === undefined) this.#complain(problem(where, "yaml", "refers to a name that nothing above has"));
    const found = meant === undefined ? null : this.#node(meant, where, depth + 1);
    return found === null ? null : { ...found, where };
  }

  #entries(items: readonly unknown[], outer: Where, depth: number): readonly Entry[] {
    const first = new Map<string, Where>();
    return items.flatMap((pair) => {
      if (!isPair(pair)) return [];
      const offset = rangeOf(pair.key);
      const where = offset === null ? outer : this.#at(offset);
      const word = isAlias(pair.key) ? this.#anchors.get(pair.key.source) : pair.key;
      if (!isScalar(word) || word.value === null || word.value === "") {
        this.#complain(problem(where, "yaml", "a key must be a word"));
        return [];
      }
      const key = String(word.value);
      const before = first.get(key);
      if (before !== undefined)
        this.#complain(problem(where, key, `stands here twice, first in line ${before.line ?? "?"}`));
      first.set(key, before ?? where);
      const value = this.#node(pair.value, where, depth + 1);
      return before !== undefined || value === null ? [] : [{ key, where, value }];
    });
  }
}

const rangeOf = (node: unknown): number | null =>
  typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range) ? node.range[0] : null;
