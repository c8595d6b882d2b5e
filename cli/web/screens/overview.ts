import { listedRequests } from "../../dashboard/data/requests.ts";
import { burnMicros } from "../../dashboard/data/series.ts";
import {
  cost,
  costUnknown,
  counted,
  exactly,
  money,
  percent,
  roughly,
  share,
  timeOfDay,
  waited,
} from "../../output/units.ts";
import { gauge } from "../parts/chart.ts";
import { card, empty, figure, sign } from "../parts/figure.ts";
import { columnsFor, headRow, requestRow } from "../parts/rows.ts";
import { addressOf, at } from "../route.ts";
import type { State } from "../state.ts";
import { type Element, h, type View } from "../view/element.ts";
import { chartsOf, windowBar } from "./charts.ts";

/** What goes on now and what the day has brought, with the numbers of `status` and of the ledger. */
export const overview = (state: State): readonly View[] => [
  h("div", { class: "figures" }, ...figuresOf(state)),
  windowBar(state),
  h("div", { class: "charts" }, ...chartsOf(state)),
  alertsOf(state),
  latest(state),
];

const figuresOf = (state: State): readonly Element[] => {
  const { data, now } = state;
  const { status } = data;
  if (status === null)
    return ["Spent today", "Saved today", "Requests today", "Now"].map((title) => figure(title, "–"));
  const { today, tally } = status;
  const perHour = burnMicros(data);
  const unknown = today === null ? "" : costUnknown(today);
  const isUnknown = today !== null && today.costMicros === null && today.unknownCost > 0;
  const pace =
    perHour === null
      ? "no pace yet"
      : `${cost({ costMicros: Math.round(perHour), estimatedCost: today?.estimatedCost ?? 0 })} an hour`;
  return [
    figure(
      "Spent today",
      today === null ? "…" : isUnknown ? "unknown" : cost(today),
      unknown === "" ? pace : `${pace} · ${unknown}`,
    ),
    figure(
      "Saved today",
      today === null ? "…" : today.savedTokens === 0 ? "–" : money(today.savedMicros),
      today === null || today.savedTokens === 0
        ? "nothing was left out"
        : `${roughly(today.savedTokens)} tokens left out`,
      "saved",
    ),
    figure(
      "Requests today",
      today === null ? exactly(tally.ended) : exactly(today.requests),
      [share((today ?? tally).ok, today?.requests ?? tally.ended), " ok", ...brokenWords(today ?? tally)].join(""),
    ),
    figure(
      "Now",
      status.inFlight === 0 ? "idle" : `${exactly(status.inFlight)} running`,
      `p50 ${waited(tally.p50Ms)} · p95 ${waited(tally.p95Ms)} · up ${upFor(now - status.startedAt)}`,
      status.inFlight > 0 ? "running" : "",
    ),
    ...budgetFigure(state),
  ];
};

const brokenWords = ({
  limited,
  cut,
  failed,
  aborted,
}: {
  readonly limited: number;
  readonly cut: number;
  readonly failed: number;
  readonly aborted: number;
}): readonly string[] =>
  (
    [
      ["429", limited],
      ["cut", cut],
      ["failed", failed],
      ["aborted", aborted],
    ] as const
  ).flatMap(([name, count]) => (count === 0 ? [] : ` · ${name} ${exactly(count)}`));

const upFor = (ms: number): string => {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  return minutes < 60
    ? `${minutes} min`
    : minutes < 1440
      ? `${Math.floor(minutes / 60)} h ${minutes % 60} min`
      : counted(Math.floor(minutes / 1440), "day");
};

/** The fullest budget of the day or the month; nothing where none is set. */
const budgetFigure = ({ data }: State): readonly Element[] => {
  const sum = data.status?.budgets?.sums.find(({ per }) => per === "day" || per === "month");
  if (sum === undefined) return [];
  const tone = sum.isOver ? "error" : sum.share > 0.8 ? "warning" : "ok";
  return [
    h(
      "div",
      { class: "card figure" },
      h("h2", {}, `Budget ${sum.id}`),
      h("p", { class: "value" }, percent(sum.share)),
      gauge(sum.share, tone, `${percent(sum.share)} of the budget ${sum.id}`),
    ),
  ];
};

const alertSigns = { error: "x", warning: "!", running: "i", ok: "ok" } as const;

const alertsOf = ({ data: { alerts } }: State): Element | null =>
  alerts.length === 0
    ? null
    : card(
        "Alerts",
        null,
        h(
          "ul",
          { class: "alerts" },
          ...alerts
            .slice(0, 6)
            .map(({ at: when, tone, text, count, request, costMicros }) =>
              h(
                "li",
                {},
                h("time", {}, timeOfDay(when)),
                sign(alertSigns[tone], tone),
                h(
                  "span",
                  {},
                  text,
                  count > 1 ? ` (${exactly(count)}×)` : null,
                  costMicros == null ? null : `, ${money(costMicros)}`,
                ),
                request === null ? null : h("a", { href: addressOf(at("requests", request)) }, "show"),
              ),
            ),
        ),
      );

const latest = ({ data, width, now }: State): Element => {
  const names = columnsFor(width);
  const requests = listedRequests(data).slice(0, 10);
  return card(
    "Latest requests",
    h("a", { href: addressOf(at("requests")) }, "all of them"),
    requests.length === 0
      ? empty("No request yet. Try: proxy-cli run -- claude")
      : h(
          "div",
          { class: "table", role: "table", "aria-label": "Latest requests" },
          headRow(names),
          ...requests.map((request) => requestRow(request, names, now)),
        ),
  );
};
