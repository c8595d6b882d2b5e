import type { BudgetAsk } from "../../../src/control/contract.ts";
import { lasted } from "../../output/units.ts";
import { visible } from "../../output/visible.ts";
import { closed, type Dialog } from "../dialog.ts";
import { line, lineOf, type Span, span } from "../frame/line.ts";
import { inMiddle } from "../frame/rect.ts";
import { wrapped } from "../frame/wrap.ts";
import type { State } from "../state.ts";
import { type Change, doing, to, toasted } from "../step.ts";

/** A request waits for a person: it may go on, or it is stopped. */
export type BudgetAskOverlay = { readonly kind: "budget-ask"; readonly ask: BudgetAsk };

/** The state with the oldest question that waits over it; nothing that somebody has open gives way to it. */
export const askingFor = (state: State, ask: BudgetAsk): State =>
  state.overlay === null ? { ...state, overlay: { kind: "budget-ask", ask } } : state;

/** The state when a question was answered, wherever that was. */
export const answeredFor = (state: State, id: string): State =>
  state.overlay?.kind === "budget-ask" && state.overlay.ask.id === id ? closed(state) : state;

const widest = 66;

/** `a` lets it go on, `s` stops it; whoever closes it leaves the question to others. */
export const budgetAskDialog: Dialog<BudgetAskOverlay> = {
  view: ({ ask }, _state, now, area) => {
    const columns = Math.min(widest, area.columns - 2);
    const who = [ask.client, ask.model, ask.session]
      .flatMap((part) => (part === null ? [] : [visible(part)]))
      .join(" ");
    const text = wrapped(visible(ask.why), columns - 6).map((part) => line(`  ${part}`, { tone: "warning" }));
    const waits =
      ask.until > now ? `It waits ${lasted(ask.until - now)} more, then it is stopped.` : "It waits no longer.";
    const buttons = lineOf(
      "  ",
      button("< a Allow >", "a"),
      "  ",
      button("< s Stop >", "s"),
      "  ",
      button("< Later >", "esc"),
    );
    const sentences = [...text, [], lineOf(`  ${who}`), lineOf("  ", span(waits, "muted"))];
    const whole = [[], ...sentences, [], buttons];
    const rect = inMiddle(area, { columns, rows: whole.length + 2 });
    const room = Math.max(1, rect.rows - 2);
    const lines = whole.length <= room ? whole : [...sentences.slice(0, room - 1), buttons];
    return { rect, title: "A request asks to go on", note: "a / s", lines };
  },
  press: ({ ask }, { name }, state, now) => {
    if (name === "a") return answer(ask, "allow")(closed(state), now);
    if (name === "s") return answer(ask, "stop")(closed(state), now);
    return to(["n", "q", "left"].includes(name) ? closed(state) : state);
  },
  footer: () => [
    ["a", "allow as much again"],
    ["s", "stop"],
    ["esc", "later"],
  ],
};

const answer =
  ({ id, about }: BudgetAsk, word: "allow" | "stop"): Change =>
  (state) =>
    doing(state, {
      type: "ask",
      with: async ({ allowBudget, stopBudget }) => {
        if (word === "allow") await allowBudget({ about: id, more: null });
        else await stopBudget({ about: id });
        const text = `ok ${visible(about)} ${word === "allow" ? "may go on" : "is stopped"}`;
        return (later, now) => to(toasted(later, now, text, word === "allow" ? "ok" : "warning"));
      },
    });

const button = (text: string, key: string): Span => ({ ...span(text, "heading"), click: { key } });
