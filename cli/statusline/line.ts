import type { Spent, Statusline } from "../../src/control/contract.ts";
import { cost, percent } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import type { Caller } from "./input.ts";

/** The parts of the line; ` | ` stands between groups of which something is known. */
export const usualFormat = "{upstream} {model} | {session} | {today} | {budget} | {context} | {saved} | {trouble}";

/** The line of a template. What is not known leaves no trace of itself: no gap, no sign beside it. */
export const lineFrom = (format: string, view: Statusline, caller: Caller): string => {
  const parts = partsOf(view, caller);
  const filled = (text: string): string =>
    text.replaceAll(/\{(\w+)\}/g, (typed, name: string) => (Object.hasOwn(parts, name) ? (parts[name] ?? "") : typed));
  return format
    .split(" | ")
    .map((group) => filled(group).replaceAll(/ {2,}/g, " ").trim())
    .filter((group) => group !== "")
    .join(" | ");
};

const partsOf = (view: Statusline, caller: Caller): Readonly<Record<string, string>> => {
  const { upstream, today, session, troubled } = view;
  return {
    upstream: visible(upstream),
    model: visible(caller.model ?? view.model ?? ""),
    session: session === null ? "" : `${spent(session)} session`,
    today: today === null ? "" : `${spent(today)} today`,
    budget: budgetOf(view),
    context: caller.contextShare === null ? "" : `ctx ${percent(caller.contextShare)}`,
    saved: today === null ? "" : savedOf(today.savedTokens, today.inputTokens),
    trouble: troubled
      .map(({ name, state }) => `${state === "limited" ? "429 in" : "DOWN"} ${visible(name)}`)
      .join(", "),
  };
};

/** `daily 82%`, `daily USED UP`, and that a person is asked; nothing of a budget that is far from full. */
const budgetOf = ({ budget = null, asks = 0 }: Statusline): string => {
  const asked = asks === 0 ? "" : "asks to go on: proxy-cli budget";
  const full =
    budget === null || budget.share < worthAWord
      ? ""
      : `${visible(budget.id)} ${budget.isOver ? "USED UP" : percent(budget.share)}`;
  return [full, asked].filter((part) => part !== "").join(" ");
};

const worthAWord = 0.5;

/** `$4.18`, `~$4.18 (+3 unknown)`; nothing was spent where nothing was asked. */
const spent = (some: Spent): string => {
  if (some.requests === 0) return "$0";
  if (some.costMicros === null) return "cost unknown";
  return `${cost(some)}${some.unknownCost === 0 ? "" : ` (+${some.unknownCost} unknown)`}`;
};

/** Of what would have been sent; a loss is shown too. */
const savedOf = (savedTokens: number, inputTokens: number | null): string => {
  const all = savedTokens + (inputTokens ?? 0);
  const share = Math.round((100 * savedTokens) / all);
  return savedTokens === 0 || all <= 0 || share === 0 ? "" : `${share > 0 ? "-" : "+"}${Math.abs(share)}% tokens`;
};
