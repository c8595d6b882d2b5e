import type { Paint } from "../output/colour.ts";
import type { Size } from "../terminal/hold.ts";
import type { Key } from "../terminal/keys.ts";

/** One line of a list. */
export type Choice<Value> = {
  readonly label: string;
  readonly hint: string;
  readonly value: Value;
  /** The heading that it stands under. */
  readonly group?: string;
  /** Other words that find it. */
  readonly also?: string;
};

/** What is shown until a key settles it. */
export type Widget<Answer> = {
  readonly lines: (size: Size) => readonly string[];
  /** The answer that this key gives; null = none yet. */
  readonly hear: (key: Key) => Answer | null;
};

/** What was chosen, or that somebody wants to go back. */
export type Chosen<Value> = { readonly chosen: Value } | "back";

type List<Value> = {
  readonly title: string;
  readonly choices: readonly Choice<Value>[];
  /** The one that is marked in the beginning; null = the first. */
  readonly marked?: Value | null;
  readonly paint: Paint;
};

/** A list to choose from with the arrow keys; what is typed makes it shorter. */
export const selecting = <Value>({ title, choices, marked = null, paint }: List<Value>): Widget<Chosen<Value>> => {
  let filter = "";
  let at = Math.max(
    0,
    choices.findIndex(({ value }) => value === marked),
  );
  const found = (): readonly Choice<Value>[] => matching(choices, filter);
  const typed = (text: string): null => {
    [filter, at] = [text, 0];
    return null;
  };
  return {
    hear: (key) => {
      const all = found();
      const moved = movedBy(key, at, all.length);
      if (moved !== null) {
        at = moved;
        return null;
      }
      const choice = all[at];
      if (key === "enter" || key === "right") return choice === undefined ? null : { chosen: choice.value };
      if (key === "escape" && filter !== "") return typed("");
      if (key === "escape" || key === "left" || key === "ctrl-d" || (key === "q" && filter === "")) return "back";
      if (key === "backspace") return typed(filter.slice(0, -1));
      if (key === "ctrl-u" || key === "ctrl-w") return typed("");
      return [...key].length > 1 ? null : typed(filter + key);
    },
    lines: ({ rows }) => {
      const all = found();
      const head = `${paint("heading", title)}${filter === "" ? "" : `   ${filter}_`}`;
      const body = all.length === 0 ? [`  nothing is like "${filter}"`] : listed(all, at, paint);
      return [head, ...around(body, Math.max(1, rows - 3)), paint("muted", keysOf(filter))];
    },
  };
};

const keysOf = (filter: string): string =>
  filter === "" ? "enter go on   letters filter   esc back" : "enter go on   esc all of them";

/** How far a page goes. */
const page = 10;

const movedBy = (key: Key, at: number, count: number): number | null => {
  const last = Math.max(0, count - 1);
  switch (key) {
    case "up":
      return at === 0 ? last : at - 1;
    case "down":
    case "tab":
      return at >= last ? 0 : at + 1;
    case "pageup":
      return Math.max(0, at - page);
    case "pagedown":
      return Math.min(last, at + page);
    case "home":
      return 0;
    case "end":
      return last;
    default:
      return null;
  }
};

/** Those with every word that was typed, in their order; where a name begins like it, that one comes first. */
export const matching = <Value>(choices: readonly Choice<Value>[], filter: string): readonly Choice<Value>[] => {
  const words = filter
    .toLowerCase()
    .split(" ")
    .filter((word) => word !== "");
  const found = choices.filter(({ label, hint, also = "" }) => {
    const text = `${label} ${hint} ${also}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const [first = ""] = words;
  const begins = ({ label }: Choice<Value>): boolean => first !== "" && label.toLowerCase().startsWith(first);
  return [...found.filter(begins), ...found.filter((choice) => !begins(choice))];
};

type Line = { readonly text: string; readonly isMarked: boolean };

/** Every line with the headings between, as long as nothing has another order. */
const listed = <Value>(all: readonly Choice<Value>[], at: number, paint: Paint): readonly Line[] => {
  const width = Math.max(...all.map(({ label }) => Bun.stringWidth(label)));
  return all.flatMap(({ label, hint, group }, index): Line[] => {
    const isMarked = index === at;
    const name = label + " ".repeat(width - Bun.stringWidth(label));
    const text =
      `${isMarked ? ">" : " "} ${isMarked ? paint("heading", name) : name}  ${paint("muted", hint)}`.trimEnd();
    const isNew = group !== undefined && group !== all[index - 1]?.group;
    return [...(isNew ? [{ text: `  ${paint("running", group)}`, isMarked: false }] : []), { text, isMarked }];
  });
};

/** As many lines as there is room for, the marked one among them. */
const around = (lines: readonly Line[] | readonly string[], room: number): readonly string[] => {
  const all = lines.map((line) => (typeof line === "string" ? { text: line, isMarked: false } : line));
  const marked = Math.max(
    0,
    all.findIndex(({ isMarked }) => isMarked),
  );
  const from = Math.max(0, Math.min(marked - Math.floor(room / 2), all.length - room));
  return all.slice(from, from + room).map(({ text }) => text);
};
