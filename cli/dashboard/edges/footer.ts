import { dialogOf } from "../dialogs/index.ts";
import { type Line, type Span, span } from "../frame/line.ts";
import { groupsHere } from "../keys/here.ts";
import type { State } from "../state.ts";

/** The last line: the keys that work here, as many as there is room for; each can be clicked. */
export const footerLine = (state: State, now: number, columns: number): Line => {
  const words: readonly (readonly [key: string, word: string, isOff: boolean])[] =
    state.overlay === null
      ? groupsHere(state).flatMap(({ bindings }) =>
          bindings.flatMap(({ keys: [key = ""], footer, unless }) =>
            footer === undefined ? [] : [[key, footer, (unless?.(state, now) ?? null) !== null] as const],
          ),
        )
      : dialogOf(state.overlay)
          .footer(state.overlay, state)
          .map(([key, word]) => [key, word, false] as const);
  const pieces: Span[] = [];
  let used = 0;
  for (const [key, word, isOff] of words) {
    const width = key.length + word.length + 3;
    if (used + width > columns) break;
    used += width;
    pieces.push({ ...span(` ${key}`, isOff ? "muted" : "heading"), click: { key } });
    pieces.push({ ...span(` ${word} `, "muted"), click: { key } });
  }
  return pieces;
};
