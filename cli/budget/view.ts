import type { BudgetAsk, BudgetSum, BudgetsView } from "../../src/control/contract.ts";
import type { Context } from "../command.ts";
import type { Meaning } from "../output/colour.ts";
import { cost, counted, exactly, lasted, roughly } from "../output/units.ts";
import { visible } from "../output/visible.ts";

const barCells = 14;

/** `#######.......`: how much of it is spent. */
export const bar = (share: number, cells = barCells): string => {
  const full = Math.min(cells, Math.max(share > 0 ? 1 : 0, Math.floor(share * cells)));
  return "#".repeat(full) + ".".repeat(cells - full);
};

/** What its state means: nothing to look at, nearly used up, used up. */
export const meaningOf = ({ isOver, isStopped, share, warnAt }: BudgetSum): Meaning =>
  isOver || isStopped ? "error" : share >= warnAt ? "warning" : "ok";

/** `$4.18 of $12.00`, `1.2M of 2M tokens`; every limit that it has, the dollars first. */
export const spentParts = ({ spent, limits }: Pick<BudgetSum, "spent" | "limits">): readonly string[] => {
  const { dollars, tokens, requests, minutes } = limits;
  return [
    dollars === undefined ? "" : `${dollarsOf(spent.dollars)} of ${dollarsOf(dollars)}`,
    tokens === undefined ? "" : `${roughly(spent.tokens)} of ${roughly(tokens)} tokens`,
    requests === undefined ? "" : `${exactly(spent.requests)} of ${counted(requests, "request")}`,
    minutes === undefined ? "" : `${lasted(spent.minutes)} of ${lasted(minutes)}`,
  ].filter((part) => part !== "");
};

const dollarsOf = (costMicros: number): string => cost({ costMicros, estimatedCost: 0 });

/** What a person should know of it beside the amounts. */
export const stateParts = (sum: BudgetSum, now: number): readonly string[] => {
  const { unknownCost, tellsUnknown, isStopped, isOver, onOver, endsAt, allowed } = sum;
  const more =
    allowed.dollars === undefined || allowed.dollars === 0 ? "" : `${dollarsOf(allowed.dollars)} allowed on top`;
  return [
    isStopped ? "stopped" : isOver ? `used up (${onOver})` : "",
    unknownCost > 0 && tellsUnknown ? `${counted(unknownCost, "request")} of unknown cost` : "",
    more,
    endsAt === null ? "" : `anew in ${lasted(endsAt - now)}`,
  ].filter((part) => part !== "");
};

/** One line a sum. */
export const sumLines = (
  { paint, now }: Pick<Context, "paint" | "now">,
  sums: readonly BudgetSum[],
): readonly string[] => {
  const width = Math.min(40, Math.max(...sums.map(({ id }) => visible(id).length)));
  return sums.map((sum) => {
    const share = `${String(Math.floor(sum.share * 100)).padStart(4)}%`;
    const parts = [...spentParts(sum), ...stateParts(sum, now())].join("   ");
    const name = visible(sum.id).slice(0, width).padEnd(width);
    return `${name}  ${paint(meaningOf(sum), `|${bar(sum.share)}|`)} ${share}   ${parts}`;
  });
};

/** What is asked, and how to answer. */
export const askLines = (
  { paint, now }: Pick<Context, "paint" | "now">,
  asks: readonly BudgetAsk[],
): readonly string[] =>
  asks.flatMap((ask) => [
    `${paint("warning", "?")} ${ask.id}  ${visible(ask.why)}`,
    `   ${askedBy(ask)}   waits ${lasted(ask.until - now())} more: proxy-cli budget allow ${ask.id}   or: proxy-cli budget stop ${ask.id}`,
  ]);

/** `claude-cli claude-sonnet-4-5 s_1a2b`. */
export const askedBy = ({ client, model, session }: Pick<BudgetAsk, "client" | "model" | "session">): string =>
  [client, model, session].flatMap((part) => (part === null ? [] : [visible(part)])).join(" ");

/** All of it, for people. */
export const budgetLines = (context: Pick<Context, "paint" | "now">, view: BudgetsView): readonly string[] => [
  ...askLines(context, view.asks),
  ...(view.sums.length === 0 ? [] : sumLines(context, view.sums)),
  ...(view.stopped.length === 0 ? [] : [`stopped: ${view.stopped.map(visible).join(", ")}`]),
];
