/** A JSON value as it is spelled: numbers and strings keep their letters, only the blanks between values are gone. */
export type Node =
  | { readonly type: "leaf"; readonly raw: string }
  | { readonly type: "list"; readonly items: readonly Node[]; readonly objects: number }
  | { readonly type: "object"; readonly members: readonly Member[]; readonly objects: number };

/** How many objects there are in a value, itself too. */
export const objectsIn = (node: Node): number => (node.type === "leaf" ? 0 : node.objects);

/** One entry of an object; its key as it is spelled, with its quotes. */
export type Member = { readonly key: string; readonly value: Node };

/** A value that was read, and where it ends. */
export type Scanned = { readonly node: Node; readonly end: number };

/** Deeper nesting than this is not read: nobody means it. */
const maxDepth = 40;

/** Reads the JSON value that begins here; null where there is none that is whole. Goes over the text once. */
export const scanned = (text: string, from: number): Scanned | null => {
  try {
    const scan = new Scan(text, from);
    const node = scan.value(0);
    return { node, end: scan.at };
  } catch (thrown) {
    if (thrown === notJson) return null;
    throw thrown;
  }
};

const notJson = new Error("This is no JSON.");

const code = { quote: 34, comma: 44, colon: 58, openList: 91, backslash: 92, closeList: 93, open: 123, close: 125 };

/** What ends a number or a word. */
const leaf = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?=[\s,\]}]|$)/y;

/** A place in a text that moves forward. */
class Scan {
  private readonly text: string;
  at: number;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  value(depth: number): Node {
    if (depth > maxDepth) throw notJson;
    const here = this.blank();
    if (here === code.quote) return { type: "leaf", raw: this.string() };
    if (here === code.openList) {
      const items = this.items(depth);
      return { type: "list", items, objects: items.reduce((sum, item) => sum + objectsIn(item), 0) };
    }
    if (here === code.open) {
      const members = this.members(depth);
      return { type: "object", members, objects: members.reduce((sum, { value }) => sum + objectsIn(value), 1) };
    }
    leaf.lastIndex = this.at;
    const [raw] = leaf.exec(this.text) ?? [];
    if (raw === undefined) throw notJson;
    this.at += raw.length;
    return { type: "leaf", raw };
  }

  private items(depth: number): readonly Node[] {
    const items: Node[] = [];
    this.at++;
    if (this.blank() === code.closeList) {
      this.at++;
      return items;
    }
    do items.push(this.value(depth + 1));
    while (this.goesOn(code.closeList));
    return items;
  }

  private members(depth: number): readonly Member[] {
    const members: Member[] = [];
    this.at++;
    if (this.blank() === code.close) {
      this.at++;
      return members;
    }
    do {
      if (this.blank() !== code.quote) throw notJson;
      const key = this.string();
      if (this.blank() !== code.colon) throw notJson;
      this.at++;
      members.push({ key, value: this.value(depth + 1) });
    } while (this.goesOn(code.close));
    return members;
  }

  /** Goes past a comma, or past the end. */
  private goesOn(end: number): boolean {
    const here = this.blank();
    if (here !== end && here !== code.comma) throw notJson;
    this.at++;
    return here === code.comma;
  }

  private string(): string {
    const from = this.at;
    let end = this.text.indexOf('"', from + 1);
    while (end > 0 && isEscaped(this.text, end)) end = this.text.indexOf('"', end + 1);
    if (end < 0) throw notJson;
    this.at = end + 1;
    const raw = this.text.slice(from, this.at);
    if (raw.includes("\n")) throw notJson;
    return raw;
  }

  /** Goes past blanks; what stands there, NaN at the end. */
  private blank(): number {
    let here = this.text.charCodeAt(this.at);
    while (here === 32 || here === 10 || here === 13 || here === 9) here = this.text.charCodeAt(++this.at);
    return here;
  }
}

const isEscaped = (text: string, at: number): boolean => {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === code.backslash) slashes++;
  return slashes % 2 === 1;
};
