import { dialogOf } from "../dialogs/index.ts";
import { type Line, type Span, span } from "../frame/line.ts";
import { type Binding, type BindingGroup, bindingFor } from "../keys/binding.ts";
import { everywhere } from "../keys/everywhere.ts";
import { groupsHere } from "../keys/here.ts";
import { keyWords } from "../keys/key.ts";
import { type State, views } from "../state.ts";

/** A key with its word. Where there is no room for all, the one with the highest rank goes first. */
type Word = {
  readonly key: string;
  readonly shown?: string;
  readonly word: string;
  readonly isOff: boolean;
  readonly rank: number;
};

/** From this width on the views stand here too. */
const viewsFrom = 120;

/** The last line: the keys that work here, as many as there is room for; each can be clicked. */
export const footerLine = (state: State, now: number, columns: number): Line => {
  if (state.overlay !== null) {
    const { overlay } = state;
    const words = dialogOf(overlay)
      .footer(overlay, state)
      .map(([key, word], rank): Word => ({ key, word, rank, isOff: false }));
    return fitting(words, columns).flatMap(pieces);
  }
  const groups = groupsHere(state);
  const names =
    columns >= viewsFrom && isEverywhere(bindingFor(groups, { name: "1", text: "1" })) ? viewPieces(state) : [];
  const used = names.reduce((sum, { text }) => sum + text.length, 0);
  const words = wordsOf(groups, state, now).filter(({ key }) => key !== "tab" || names.length === 0);
  return [...names, ...fitting(words, columns - used).flatMap(pieces)];
};

const isEverywhere = (binding: Binding | null): boolean =>
  everywhere.bindings.some(({ label }) => label === binding?.label);

const viewPieces = ({ view, path }: State): readonly Span[] => [
  ...views.flatMap((name, at): readonly Span[] => {
    const isHere = name === view && path.length === 0;
    const text = `${at + 1} ${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return [
      { text: " " },
      { ...span(text, isHere ? "heading" : "muted"), isReversed: isHere, click: { key: String(at + 1) } },
    ];
  }),
  { text: "   " },
];

/** What stays longest where there is little room: how to get help, out and in; then what only this screen can. */
const firstRanks: Readonly<Record<string, number>> = { "?": 0, q: 1, enter: 2, s: 3, u: 4, tab: 99 };

const wordsOf = (groups: readonly BindingGroup[], state: State, now: number): readonly Word[] => {
  const words = groups
    .flatMap(({ bindings }) => bindings)
    .flatMap(({ keys: [key = ""], footer, footerKeys: shown = keyWords(key), unless }, at): readonly Word[] =>
      footer === undefined
        ? []
        : [
            {
              key,
              shown,
              word: footer,
              isOff: (unless?.(state, now) ?? null) !== null,
              rank: firstRanks[key] ?? 10 + at,
            },
          ],
    );
  const order = ({ key }: Word): number => (key === "enter" ? -2 : lastKeys.indexOf(key));
  return words.toSorted((a, b) => order(a) - order(b));
};

/** What stands at the end, whatever comes before. */
const lastKeys: readonly string[] = ["tab", "?", "q"];

const widthOf = ({ key, shown = keyWords(key), word }: Word): number => shown.length + word.length + 3;

const fitting = (words: readonly Word[], columns: number): readonly Word[] => {
  const used = words.reduce((sum, word) => sum + widthOf(word), 0);
  if (used <= columns + 1 || words.length === 0) return words; // the last one needs no space behind it
  const last = Math.max(...words.map(({ rank }) => rank));
  return fitting(
    words.filter(({ rank }) => rank !== last),
    columns,
  );
};

const pieces = ({ key, shown = keyWords(key), word, isOff }: Word): readonly Span[] => {
  const click = { key: key.split(" ")[0] ?? key };
  return [
    { ...span(` ${shown}`, isOff ? "muted" : "heading"), click },
    { ...span(` ${word} `, "muted"), click },
  ];
};
