import { requestQuestion } from "../data/requests.ts";
import { hourQuestion, windowQuestion } from "../data/series.ts";
import { todayQuestions } from "../data/today.ts";
import type { Rect } from "../frame/rect.ts";
import type { BindingGroup } from "../keys/binding.ts";
import { chosenIn } from "../lists.ts";
import { formOf, type Places, placesIn } from "../overview/layout.ts";
import type { Slot } from "../panel.ts";
import { alertsPanel } from "../panels/alerts.ts";
import { cacheChart, chartPanel, costChart, latencyChart, tokensChart } from "../panels/charts.ts";
import { latencyPanel } from "../panels/latency.ts";
import { moneyPanel } from "../panels/money.ts";
import { moneyLine, nowPanel } from "../panels/now.ts";
import { requestsPanel } from "../panels/requests.ts";
import { selectedPanel } from "../panels/selected.ts";
import { tokensPanel } from "../panels/tokens.ts";
import { trafficAndCounts, trafficPanel } from "../panels/traffic.ts";
import { upstreamsGlance } from "../panels/upstreams-glance.ts";
import { requestKeys } from "../requests/keys.ts";
import { requestList } from "../requests/list.ts";
import { isFollowing, steadyRequest } from "../requests/steady.ts";
import type { Screen } from "../screen.ts";
import type { Change, State } from "../state.ts";
import { to } from "../step.ts";

const areaOf = ({ size }: Pick<State, "size">): Rect => ({ ...size, left: 0, top: 1, rows: size.rows - 3 });

const placesOf = (state: State, area: Rect): Places => placesIn(area, state.data.alerts.length > 0);

const list = requestList((state) => {
  const area = areaOf(state);
  return Math.max(1, placesOf(state, area).requests.rows - (formOf(area) === "narrow" ? 1 : 3));
});

const chosen = (state: State, now: number): string | null => chosenIn(list, state, now);

/** Whose words are shown. */
const lookedAt = (state: State, now: number): string | null =>
  isFollowing(state, now) ? (steadyRequest(state, now)?.id ?? null) : chosen(state, now);

const selected = selectedPanel(chosen);
const charts = [latencyChart, tokensChart, costChart, cacheChart].map(chartPanel);

const windows = [2, 5, 60] as const satisfies readonly State["windowMinutes"][];

const windowBy =
  (by: number): Change =>
  (state) =>
    to({ ...state, windowMinutes: windows[windows.indexOf(state.windowMinutes) + by] ?? state.windowMinutes });

/** Keys of this screen beside those of the list. */
const overviewKeys: BindingGroup = {
  title: "OVERVIEW",
  bindings: [
    {
      keys: ["a"],
      label: "alerts: what should be looked at",
      footer: "alerts",
      act: (state) => to({ ...state, overlay: { kind: "alerts", chosen: null } }),
      unless: ({ data }) => (data.alerts.length === 0 ? "nothing out of the ordinary has happened" : null),
    },
    {
      keys: ["]"],
      label: "the charts go back further: 2, 5, 60 minutes",
      act: windowBy(1),
      unless: ({ windowMinutes }) => (windowMinutes === 60 ? "an hour is the longest time" : null),
    },
    {
      keys: ["["],
      label: "the charts go back less far",
      act: windowBy(-1),
      unless: ({ windowMinutes }) => (windowMinutes === 2 ? "two minutes is the shortest time" : null),
    },
  ],
};

/** What goes through the proxy, at a glance. */
export const overview: Screen = {
  title: () => "1 Overview",
  list,
  slots: (state, area) => {
    const places = placesOf(state, area);
    switch (formOf(area)) {
      case "narrow":
        return narrowSlots(places);
      case "standard":
        return standardSlots(places);
      case "wide":
        return wideSlots(places);
    }
  },
  questions: (state, now) => {
    const area = areaOf(state);
    const window = windowQuestion(state);
    if (formOf(area) !== "wide") return [window];
    const id = placesOf(state, area).selected === undefined ? null : lookedAt(state, now);
    const detail = id === null ? [] : [requestQuestion(state.data, id)];
    return [window, hourQuestion, ...todayQuestions(state.data), ...detail];
  },
  keys: [requestKeys(list), overviewKeys],
};

const narrowSlots = ({ now, requests, alerts }: Places): readonly Slot[] => [
  ...slot(moneyLine, now, { isBare: true }),
  { panel: requestsPanel, rect: requests, isBare: true },
  ...slot(alertsPanel, alerts, { isBare: true }),
];

const standardSlots = ({ traffic, now, requests, alerts }: Places): readonly Slot[] => [
  ...slot(trafficPanel, traffic),
  ...slot(nowPanel, now, traffic === undefined ? {} : { below: "light" }),
  { panel: requestsPanel, rect: requests, isFocused: true, below: "light" },
  ...slot(alertsPanel, alerts, { below: "double" }),
];

const wideSlots = (places: Places): readonly Slot[] => [
  ...slot(trafficAndCounts, places.traffic),
  ...slot(upstreamsGlance, places.upstreams),
  ...[latencyPanel, tokensPanel, moneyPanel].flatMap((panel, at) => slot(panel, places.figures?.[at])),
  ...charts.flatMap((panel, at) => slot(panel, places.charts?.[at])),
  { panel: requestsPanel, rect: places.requests, isFocused: true },
  ...slot(selected, places.selected),
  ...slot(alertsPanel, places.alerts),
];

const slot = (panel: Slot["panel"], rect: Rect | undefined, more: Partial<Slot> = {}): readonly Slot[] =>
  rect === undefined ? [] : [{ panel, rect, ...more }];
