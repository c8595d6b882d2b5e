import { closed, type Dialog } from "../dialog.ts";
import { type Line, line, lineOf, type Span, span } from "../frame/line.ts";
import { inMiddle } from "../frame/rect.ts";
import { wrapped } from "../frame/wrap.ts";
import type { ConfirmOverlay } from "../overlay.ts";
import type { Change, State } from "../state.ts";
import { to } from "../step.ts";

/** The state with this question over it. */
export const asking = (state: State, question: Omit<ConfirmOverlay<Change>, "kind">): State => ({
  ...state,
  overlay: { kind: "confirm", ...question },
});

/** Wider than this no sentence is easy to read. */
const widest = 64;

/** Only enter or y does it; everything that leads away does not. */
export const confirmDialog: Dialog<ConfirmOverlay<Change>> = {
  view: ({ title, effect, money, yes }, _state, _now, area) => {
    const columns = Math.min(widest, area.columns - 2);
    const sentences = effect.flatMap((text) => textLines(text, columns));
    const price = money === null ? [] : textLines(money, columns, "warning");
    const buttons = lineOf("  ", button(`< ${yes} >`, "enter"), "   ", button("< No >", "esc"));
    const whole = [[], ...sentences, ...(price.length === 0 ? [] : [[], ...price]), [], buttons];
    const rect = inMiddle(area, { columns, rows: whole.length + 2 });
    // Where there is little room, the sentences give way and never the price or the buttons.
    const room = Math.max(1, rect.rows - 2);
    const kept = sentences.slice(0, Math.max(0, room - 1 - price.length));
    const lines = whole.length <= room ? whole : [...kept, ...price, buttons];
    return { rect, title, note: "enter / esc", lines };
  },
  press: ({ act }, { name }, state, now) => {
    if (name === "enter" || name === "y") return act(closed(state), now);
    return to(["n", "q", "left"].includes(name) ? closed(state) : state);
  },
  footer: ({ yes }) => [
    ["enter", yes.toLowerCase()],
    ["esc", "no"],
  ],
};

const textLines = (text: string, columns: number, tone?: Span["tone"]): readonly Line[] =>
  wrapped(text, columns - 6).map((part) => line(`  ${part}`, tone === undefined ? {} : { tone }));

const button = (text: string, key: string): Span => ({ ...span(text, "heading"), click: { key } });
