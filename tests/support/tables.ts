import { parsedJson } from "../../src/lib/json.ts";

/** Reads what the json shrinker writes, tables too, from nothing but the words at its head: what it gives must be what went in. */
export const untabled = (text: string): unknown => {
  const [head = "", ...rest] = text.split("\n");
  if (!head.startsWith("[JSON; tables: ")) return parsedJson(text);
  return new Reader(rest.join("\n")).value();
};

type Plan =
  | { type: "leaf" }
  | { type: "list"; of: Plan }
  | { type: "object"; columns: { key: string; of: Plan; same?: unknown }[] };

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  value(): unknown {
    const table = this.tryTable();
    if (table !== undefined) return table.value;
    const here = this.text[this.at];
    if (here === "[") return this.between("[", "]", () => this.value());
    if (here !== "{") return this.leaf();
    return Object.fromEntries(
      this.between("{", "}", () => {
        const key = this.leaf() as string;
        this.expect(":");
        return [key, this.value()] as const;
      }),
    );
  }

  /** A head, a colon, and the rows; a JSON list is none of these. */
  private tryTable(): { value: unknown } | undefined {
    const from = this.at;
    if (this.text[from] !== "[") return undefined;
    try {
      const plan = this.head();
      this.expect(":");
      return { value: this.cell(plan) };
    } catch {
      this.at = from;
      return undefined;
    }
  }

  private head(): Plan {
    if (this.text[this.at] === "[") {
      this.at++;
      const of = this.head();
      this.expect("]");
      if (of.type === "leaf") throw new Error("no table");
      return { type: "list", of };
    }
    if (this.text[this.at] !== "{") return { type: "leaf" };
    const columns = this.between("{", "}", () => {
      const key = String(this.bare("{[=,}"));
      if (this.text[this.at] !== "=") return { key, of: this.head() };
      this.at++;
      return { key, of: { type: "leaf" } as const, same: this.bare(",}") };
    });
    return { type: "object", columns };
  }

  private cell(plan: Plan): unknown {
    if (plan.type === "leaf") return /[[{]/.test(this.text[this.at] ?? "") ? this.value() : this.bare(",)]\n");
    if (plan.type === "list") return this.between("[", "]", () => this.cell(plan.of));
    this.expect("(");
    const row: [string, unknown][] = [];
    const own = plan.columns.filter((column) => !("same" in column));
    own.forEach(({ key, of }, place) => {
      if (place > 0) this.expect(",");
      if (!/[,)]/.test(this.text[this.at] ?? "")) row.push([key, this.cell(of)]);
    });
    this.expect(")");
    const found = new Map(row);
    return Object.fromEntries(
      plan.columns.flatMap(({ key, ...column }) => {
        if ("same" in column) return [[key, column.same]];
        return found.has(key) ? [[key, found.get(key)]] : [];
      }),
    );
  }

  private between<T>(open: string, close: string, read: () => T): T[] {
    this.expect(open);
    const all: T[] = [];
    while (this.text[this.at] !== close) {
      if (all.length > 0 && !/[,\n]/.test(this.text[this.at++] ?? "")) throw new Error("no separator");
      all.push(read());
    }
    this.at++;
    return all;
  }

  private leaf(): unknown {
    return this.bare(",:]}\n");
  }

  /** A value in quotes, or up to one of these letters; what is no JSON is a string. */
  private bare(ends: string): unknown {
    const quoted = /"(?:[^"\\]|\\.)*"/y;
    quoted.lastIndex = this.at;
    const [string] = quoted.exec(this.text) ?? [];
    let end = this.at;
    if (string !== undefined) end += string.length;
    else while (end < this.text.length && !ends.includes(this.text[end] ?? "")) end++;
    const raw = this.text.slice(this.at, end);
    this.at = end;
    if (raw === "") throw new Error("nothing there");
    const json = parsedJson(raw);
    return json === undefined ? raw : json;
  }

  private expect(letter: string): void {
    if (this.text[this.at] !== letter) throw new Error(`${letter} expected at ${this.at}`);
    this.at++;
  }
}
