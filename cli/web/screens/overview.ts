import type { Series } from "../../../src/control/contract.ts";
import { answerTo } from "../../dashboard/data/answers.ts";
import { listedRequests } from "../../dashboard/data/requests.ts";
import { burnMicros, endedBins, lately, pointsOf } from "../../dashboard/data/series.ts";
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
import { chart, divided, gauge } from "../parts/chart.ts";
import { card, empty, figure, sign } from "../parts/figure.ts";
import { columnsFor, headRow, requestRow } from "../parts/rows.ts";
import { hourAsk } from "../questions.ts";
import { addressOf, at } from "../route.ts";
import type { State } from "../state.ts";
import { type Element, h, type View } from "../view/element.ts";

/** What goes on now and what the day has brought, with the numbers of `status` and of the ledger. */
export const overview = (state: State): readonly View[] => [
  h("div", { class: "figures" }, ...figuresOf(state)),
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

const chartsOf = (state: State): readonly Element[] => {
  const series = answerTo(state.data.answers, "series", hourAsk);
  if (series === null) return [card("The last hour", null, empty("Asking the proxy …"))];
  const from = timeOfDay(series.at - hourAsk.windowMs).slice(0, 5);
  return [traffic(series, from), latency(series, from), tokens(series, from), endings(series)];
};

const perSecond = (value: number): string => (value < 10 ? value.toFixed(1) : exactly(Math.round(value)));

const traffic = (series: Series, from: string): Element => {
  const points = pointsOf(series, ({ requests }, seconds) => requests / seconds);
  const errors = pointsOf(series, ({ cut, failed, limited }) => cut + failed + limited);
  const now = lately(series, ({ requests }, seconds) => requests / seconds);
  const broken = errors.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const says = now === null ? "–" : `${perSecond(now)} a second`;
  return card(
    "Requests",
    null,
    chart({
      label: `Requests a second in the last hour: now ${says}; ${counted(broken, "error")}.`,
      curves: [
        { name: "requests", points, look: "area", tone: "running", says },
        { name: "× errors", points: [], look: "line", tone: "error", says: exactly(broken) },
      ],
      ...{ marks: errors, most: (value: number) => `${perSecond(value)}/s`, from },
    }),
  );
};

const latency = (series: Series, from: string): Element => {
  const last = (of: (bin: Series["bins"][number]) => number | null): number | null =>
    endedBins(series)
      .map(of)
      .findLast((value) => value !== null) ?? null;
  const [p50, p95] = [last(({ ttftP50Ms }) => ttftP50Ms), last(({ ttftP95Ms }) => ttftP95Ms)];
  return card(
    "Time to the first byte",
    null,
    chart({
      label: `Time to the first byte in the last hour: half within ${waited(p50)}, 95 % within ${waited(p95)}.`,
      curves: [
        {
          name: "p50",
          points: pointsOf(series, ({ ttftP50Ms }) => ttftP50Ms),
          look: "line",
          tone: "ok",
          says: waited(p50),
        },
        {
          name: "p95",
          points: pointsOf(series, ({ ttftP95Ms }) => ttftP95Ms),
          look: "dashed",
          tone: "warning",
          says: waited(p95),
        },
      ],
      ...{ most: waited, from },
    }),
  );
};

const tokens = (series: Series, from: string): Element => {
  const sum = (of: (bin: Series["bins"][number]) => number | null): number =>
    endedBins(series).reduce((all, bin) => all + (of(bin) ?? 0), 0);
  const input = sum((bin) => bin.inputTokens);
  const read = sum((bin) => bin.cacheReadTokens);
  const written = sum((bin) => bin.outputTokens);
  return card(
    "Tokens",
    null,
    chart({
      label: `Tokens in the last hour: ${roughly(input)} in, ${roughly(read)} of them from the cache, ${roughly(written)} out.`,
      curves: [
        {
          name: "in",
          points: pointsOf(series, ({ inputTokens }) => inputTokens),
          look: "area",
          tone: "running",
          says: roughly(input),
        },
        {
          name: "cached",
          points: pointsOf(series, ({ cacheReadTokens }) => cacheReadTokens),
          look: "dashed",
          tone: "saved",
          says: roughly(read),
        },
        {
          name: "out",
          points: pointsOf(series, ({ outputTokens }) => outputTokens),
          look: "line",
          tone: "ok",
          says: roughly(written),
        },
      ],
      ...{ most: (value: number) => roughly(Math.round(value)), from },
    }),
  );
};

const endings = (series: Series): Element => {
  const sum = (of: (bin: Series["bins"][number]) => number): number =>
    series.bins.reduce((all, bin) => all + of(bin), 0);
  const shares = [
    { name: "ok", value: sum(({ ok }) => ok), tone: "ok" },
    { name: "429", value: sum(({ limited }) => limited), tone: "warning" },
    { name: "cut", value: sum(({ cut }) => cut), tone: "error" },
    { name: "failed", value: sum(({ failed }) => failed), tone: "error striped" },
    { name: "aborted", value: sum(({ aborted }) => aborted), tone: "muted" },
  ].map((one) => ({ ...one, says: exactly(one.value) }));
  const whole = shares.reduce((all, { value }) => all + value, 0);
  const words = shares
    .filter(({ value }) => value > 0)
    .map(({ name, says }) => `${says} ${name}`)
    .join(", ");
  return card(
    "How they ended",
    whole === 0 ? "nothing in the last hour" : `${counted(whole, "request")} in the last hour`,
    divided(`How requests ended in the last hour: ${words}`, shares),
  );
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
