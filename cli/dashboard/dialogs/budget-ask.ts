import type { BudgetAsk } from "../../../src/control/contract.ts";
import { lasted } from "../../output/units.ts";
import { visible } from "../../output/visible.ts";
import { closed, type Dialog } from "../dialog.ts";
import { type Line, line, lineOf, type Span, span } from "../frame/line.ts";
import { inMiddle } from "../frame/rect.ts";
import { wrapped } from "../frame/wrap.ts";
import type { BudgetAskOverlay } from "../overlay.ts";
import type { Change, State } from "../state.ts";
import { doing, to, toasted } from "../step.ts";

const asksIn = ({ data, held }: State): readonly BudgetAsk[] => (held ?? data).status?.budgets?.asks ?? [];

const shown = (state: State, ask: BudgetAsk, at: number): State => ({
  ...state,
  overlay: { kind: "budget-ask", ask, at },
  asked: [...state.asked.filter((id) => id !== ask.id), ask.id].slice(-mostRemembered),
});

/** So many questions are remembered as asked. */
const mostRemembered = 100;

/** The state with this question over it; nothing that somebody has open gives way to it. */
export const askingFor = (state: State, ask: BudgetAsk, now: number): State =>
  state.overlay !== null || state.asked.includes(ask.id) ? state : shown(state, ask, now);

/** The state with the oldest question that waits and was not asked here yet, as soon as nothing else is open. */
export const askingNext = (state: State, now: number): State => {
  if (state.overlay !== null) return state;
  const next = asksIn(state).find(({ id }) => !state.asked.includes(id));
  return next === undefined ? state : shown(state, next, now);
};

/** The same question once more, for somebody who has put it off. */
export const askedAgain = (state: State, id: string, now: number): State => {
  const ask = asksIn(state).find((one) => one.id === id && one.until > now);
  return ask === undefined
    ? toasted(state, now, "Nobody waits for that answer any more.", "muted")
    : shown(state, ask, now);
};

/** The state when a question was answered, wherever that was. */
export const answeredFor = (state: State, id: string): State =>
  state.overlay?.kind === "budget-ask" && state.overlay.ask.id === id ? closed(state) : state;

const widest = 66;

/** A key so soon after it came up was meant for what was there before, where it may sort a list. */
const startleMs = 600;

/** `a` lets it go on, `s` stops it; whoever closes it leaves the question to others. */
export const budgetAskDialog: Dialog<BudgetAskOverlay> = {
  view: ({ ask }, _state, now, area) => {
    const columns = Math.min(widest, area.columns - 2);
    const who = [ask.client, ask.model, ask.session]
      .flatMap((part) => (part === null ? [] : [visible(part)]))
      .join(" ");
    const told = (text: string, tone?: Span["tone"]): readonly Line[] =>
      wrapped(text, columns - 6).map((part) => line(`  ${part}`, tone === undefined ? {} : { tone }));
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
    const [why, whose, until] = [told(visible(ask.why), "warning"), told(who), told(waits, "muted")];
    const soon = told(waits.replace(/, then.*/, "."), "muted");
    const forms = [
      [[], ...why, [], ...whose, ...until, [], buttons],
      [...why, ...whose, ...until, buttons],
      [...why, ...whose, ...soon, buttons],
      [...why, ...until, buttons],
      [...why, ...soon, buttons],
    ];
    const lines = forms.find(({ length }) => length <= area.rows - 2) ?? [
      ...why.slice(0, Math.max(0, area.rows - 3)),
      buttons,
    ];
    const rect = inMiddle(area, { columns, rows: lines.length + 2 });
    return { rect, title: "A request asks to go on", note: "a / s", lines };
  },
  press: ({ ask, at }, { name }, state, now) => {
    if (now - at < startleMs) return to(state);
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
