import type { Stats, StatsGroup } from "../../../src/control/contract.ts";
import { answerTo } from "../../dashboard/data/answers.ts";
import { csvLines } from "../../output/csv.ts";
import { cost, costInTable, costUnknown, dayOf, exactly, money, percent, roughly, share } from "../../output/units.ts";
import { table } from "../parts/facts.ts";
import { card, empty, figure } from "../parts/figure.ts";
import { costAsk, dayAsk, daysIn, daysOf, periods } from "../questions.ts";
import { addressOf, at } from "../route.ts";
import type { State } from "../state.ts";
import { type Element, h, type View } from "../view/element.ts";

/** So many models have a column of their own. */
const mostModels = 5;

/** What was spent, by day and by model: sums of the ledger, as `stats` has them. */
export const costScreen = (state: State): readonly View[] => {
  const whole = answerTo(state.data.answers, "stats", costAsk(state));
  if (whole === null) return [periodBar(state, null), card("Cost", null, empty("Asking the ledger …"))];
  const { total } = whole;
  return [
    periodBar(state, whole),
    h(
      "div",
      { class: "figures" },
      figure("Spent", cost(total), costUnknown(total)),
      figure("Requests", exactly(total.requests), `${share(total.ok, total.requests)} ok`),
      figure(
        "Tokens",
        `${roughly(total.inputTokens)} in`,
        `${roughly(total.outputTokens)} out, ${percent(total.cachedShare)} of the input cached`,
      ),
      figure(
        "Saved",
        total.savedTokens === 0 ? "–" : money(total.savedMicros),
        total.savedTokens === 0 ? "nothing was left out" : `${roughly(total.savedTokens)} tokens left out`,
        "saved",
      ),
    ),
    card("By day and model", null, byDay(state, whole)),
    card("By model", null, byModel(whole)),
  ];
};

const periodBar = (state: State, whole: Stats | null): Element =>
  h(
    "div",
    { class: "bar" },
    h(
      "nav",
      { class: "tabs", "aria-label": "How many days" },
      ...periods.map((days) =>
        h(
          "a",
          { class: daysIn(state) === Number(days) ? "here" : "", href: addressOf(at("cost", null, { days })) },
          `${days} days`,
        ),
      ),
    ),
    whole === null
      ? null
      : h(
          "button",
          { on: { click: { type: "save", name: `cost-${dayOf(state.now)}.csv`, text: csvOf(state, whole) } } },
          "Save as CSV",
        ),
  );

const byCost = ({ groups }: Stats): readonly StatsGroup[] =>
  groups.toSorted((one, other) => (other.costMicros ?? 0) - (one.costMicros ?? 0) || other.requests - one.requests);

const byDay = (state: State, whole: Stats): Element => {
  const models = byCost(whole)
    .slice(0, mostModels)
    .map(({ name }) => name);
  const hasOthers = whole.groups.length > models.length;
  const rows = daysOf(state).map((start) => {
    const day = answerTo(state.data.answers, "stats", dayAsk(start));
    const cells = models.map((model) => cellOf(day?.groups.find(({ name }) => name === model) ?? null));
    return [
      dayOf(start),
      ...cells,
      ...(hasOthers ? [othersOf(day, models)] : []),
      day === null ? "…" : cellOf(day.total),
    ];
  });
  const sums = models.map((model) => cellOf(whole.groups.find(({ name }) => name === model) ?? null));
  const last = ["together", ...sums, ...(hasOthers ? [""] : []), cellOf(whole.total)];
  return table(
    "Cost by day and model",
    ["day", ...models, ...(hasOthers ? ["others"] : []), "together"],
    [...rows, last],
  );
};

const cellOf = (group: StatsGroup | null): string => (group === null || group.requests === 0 ? "" : costInTable(group));

/** What nobody knows is not added up to something. */
const othersOf = (day: Stats | null, models: readonly string[]): string => {
  const others = (day?.groups ?? []).filter(({ name }) => !models.includes(name));
  const known = others.flatMap(({ costMicros }) => costMicros ?? []);
  if (others.length === 0 || known.length === 0) return "";
  return cost({
    costMicros: known.reduce((sum, micros) => sum + micros, 0),
    estimatedCost: others.reduce((sum, { estimatedCost }) => sum + estimatedCost, 0),
  });
};

const byModel = (whole: Stats): Element =>
  table(
    "Cost by model",
    ["model", "requests", "ok", "in", "cached", "out", "saved", "cost"],
    [...byCost(whole), { ...whole.total, name: "together" }].map((group) => [
      group.name,
      exactly(group.requests),
      share(group.ok, group.requests),
      roughly(group.inputTokens),
      percent(group.cachedShare),
      roughly(group.outputTokens),
      group.savedTokens === 0 ? "–" : roughly(group.savedTokens),
      costInTable(group),
    ]),
  );

/** Whole numbers, and empty what is not known: micro-dollars, as `stats --json` has them. */
const csvOf = (state: State, whole: Stats): string => {
  const rowOf = (day: string, group: StatsGroup) => ({
    day,
    model: group.name,
    requests: group.requests,
    input_tokens: group.inputTokens,
    cache_read_tokens: group.cacheReadTokens,
    output_tokens: group.outputTokens,
    cost_usd_micros: group.costMicros,
    unknown_cost: group.unknownCost,
  });
  const days = daysOf(state).flatMap((start) =>
    (answerTo(state.data.answers, "stats", dayAsk(start))?.groups ?? []).map((group) => rowOf(dayOf(start), group)),
  );
  return [...csvLines([...days, rowOf("together", { ...whole.total, name: "" })]), ""].join("\n");
};
