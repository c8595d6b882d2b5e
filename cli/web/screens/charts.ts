import type { Series } from "../../../src/control/contract.ts";
import { answerTo } from "../../dashboard/data/answers.ts";
import { endedBins, lately, pointsOf } from "../../dashboard/data/series.ts";
import { upstreamsIn } from "../../dashboard/data/upstreams.ts";
import { counted, exactly, roughly, timeOfDay, waited } from "../../output/units.ts";
import { standingMeaning, standingWords } from "../../upstreams/standing.ts";
import { chart, divided } from "../parts/chart.ts";
import { card, empty, sign } from "../parts/figure.ts";
import { chartsAsk, minutesShown } from "../questions.ts";
import { addressOf, at } from "../route.ts";
import type { State } from "../state.ts";
import { type Element, h } from "../view/element.ts";

/** How far the charts go back, to choose. */
export const windowBar = (state: State): Element =>
  h(
    "nav",
    { class: "tabs small", "aria-label": "How far the charts go back" },
    ...([5, 60] as const).map((minutes) =>
      h(
        "a",
        {
          class: minutesShown(state) === minutes ? "here" : "",
          href: addressOf(at("overview", null, { minutes: String(minutes) })),
        },
        minutes === 60 ? "1 hour" : `${minutes} minutes`,
      ),
    ),
  );

/** What happened lately: requests, times, tokens, how it ended. */
export const chartsOf = (state: State): readonly Element[] => {
  const series = answerTo(state.data.answers, "series", chartsAsk(state));
  if (series === null) return [card("Charts", null, empty("Asking the proxy …"))];
  const from = timeOfDay(series.at - chartsAsk(state).windowMs).slice(0, 5);
  return [traffic(series, from), latency(series, from), tokens(series, from), endings(series, state)];
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
      label: `Requests a second lately: now ${says}; ${counted(broken, "error")}.`,
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
      label: `Time to the first byte lately: half within ${waited(p50)}, 95 % within ${waited(p95)}.`,
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
      label: `Tokens lately: ${roughly(input)} in, ${roughly(read)} of them from the cache, ${roughly(written)} out.`,
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

const endings = (series: Series, state: State): Element => {
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
    whole === 0 ? "nothing lately" : counted(whole, "request"),
    divided(`How requests ended lately: ${words}`, shares),
    ...standings(state),
  );
};

/** How each upstream is, in a line. */
const standings = ({ data, now }: State): readonly Element[] => [
  h("h3", {}, "Upstreams"),
  h(
    "ul",
    { class: "standings" },
    ...upstreamsIn(data)
      .slice(0, 5)
      .map((upstream) =>
        h(
          "li",
          {},
          h("b", {}, upstream.isCurrent ? `* ${upstream.name}` : upstream.name),
          sign(standingWords(upstream, now), standingMeaning[upstream.state]),
          h("span", { class: "note" }, waited(upstream.p50Ms)),
        ),
      ),
  ),
];
