import { bar, meaningOf, spentParts } from "../../budget/view.ts";
import { cost, costUnknown, counted, exactly, money, percent, roughly } from "../../output/units.ts";
import { visible } from "../../output/visible.ts";
import { fullestBudget } from "../data/budgets.ts";
import { hitsIn } from "../data/hits.ts";
import { burnMicros } from "../data/series.ts";
import { type Line, lineOf, span } from "../frame/line.ts";
import { firstFitting } from "../frame/parts.ts";
import type { Panel } from "../panel.ts";
import type { State } from "../state.ts";
import { costChart, withChart } from "./charts.ts";
import { hitDetailForms } from "./hits.ts";

const word = (text: string): ReturnType<typeof span> => span(` ${text.padEnd(8)}`, "muted");

/** What the day costs so far, what was saved, and where it goes at this pace. */
export const moneyPanel: Panel = (state, now, size) => {
  const today = state.data.status?.today ?? null;
  if (today === null) return { title: "Money today", lines: [lineOf(span(" asking the ledger …", "muted"))] };
  const { savedTokens, savedMicros, cacheBreaks, cacheBreakMicros } = today;
  const saved =
    savedTokens === 0
      ? lineOf(word("saved"), span("nothing yet", "muted"))
      : lineOf(word("saved"), span(money(savedMicros), "saved"), span(`   ${roughly(savedTokens)} tokens`, "muted"));
  const broken =
    cacheBreaks === 0
      ? []
      : [
          lineOf(
            word("lost"),
            span(money(cacheBreakMicros), "warning"),
            span(`   ${counted(cacheBreaks, "cache break")}`, "muted"),
          ),
        ];
  const unknown =
    today.unknownCost === 0 || today.costMicros === null
      ? []
      : [costUnknown(today), `+ ${exactly(today.unknownCost)} unknown`, `+${exactly(today.unknownCost)}?`];
  const isUnknown = today.costMicros === null && today.unknownCost > 0;
  const spent = lineOf(word("spent"), span(isUnknown ? "unknown" : cost(today), "heading"), "   ");
  const lines: readonly Line[] = [
    firstFitting([...unknown.map((text) => [...spent, span(text, "warning")]), spent], size.columns),
    saved,
    ...hitLines(state, size.columns),
    ...budgetLines(state, size.columns),
    firstFitting(burnLines(state, now), size.columns),
    ...broken,
  ];
  return withChart({ title: "Money today", lines }, costChart, state, size);
};

/** What our own cache of answers did not have to pay for; nothing where it is off. */
const hitLines = ({ data }: State, columns: number): readonly Line[] => {
  const hits = hitsIn(data);
  return hits === null
    ? []
    : [
        firstFitting(
          hitDetailForms(hits).map((form) => [word("hits"), ...form]),
          columns,
        ),
      ];
};

/** The fullest budget of the day or the month, as a bar; none where none is set. */
const budgetLines = ({ data }: State, columns: number): readonly Line[] => {
  const sum = fullestBudget(data);
  if (sum === null) return [];
  const shown = span(`|${bar(sum.share)}|`, meaningOf(sum));
  const [parts = ""] = spentParts(sum);
  const limit = parts.slice(parts.lastIndexOf(" of ") + " of ".length);
  const line = lineOf(word("budget"), shown, `  ${limit}`);
  const share = lineOf(word("budget"), shown, `  ${percent(sum.share)}`);
  return [firstFitting([[...line, span(`  ${visible(sum.id)}`, "muted")], line, share], columns)];
};

/** `$1.30/h → ~$11.90 by 24:00`; what will be is an estimate whatever it rests on. */
const burnLines = ({ data }: State, now: number): readonly Line[] => {
  const perHour = burnMicros(data);
  const today = data.status?.today ?? null;
  if (perHour === null || today === null) return [lineOf(word("burn"), "-")];
  const hours = (new Date(now).setHours(24, 0, 0, 0) - now) / 3_600_000;
  const rate = cost({ costMicros: Math.round(perHour), estimatedCost: today.estimatedCost });
  const only = lineOf(word("burn"), `${rate}/h`);
  if (today.costMicros === null) return [only];
  const then = cost({ costMicros: Math.round(today.costMicros + perHour * hours), estimatedCost: 1 });
  const whole = [...only, span(" → ", "muted"), span(then)];
  return [[...whole, span(" by 24:00", "muted")], whole, only];
};
