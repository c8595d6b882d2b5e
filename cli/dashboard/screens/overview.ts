import { stacked } from "../frame/rect.ts";
import { requestsPanel } from "../panels/requests.ts";
import { chartBins, trafficPanel } from "../panels/traffic.ts";
import { shownRequests } from "../requests/shown.ts";
import type { Screen } from "../screen.ts";
import { to } from "../step.ts";

/** What goes through the proxy, at a glance. */
export const overview: Screen = {
  title: () => "1 Overview",
  list: {
    name: "requests",
    items: (state, now) => shownRequests(state, now).map(({ id }) => id),
    page: ({ size }) => Math.max(1, size.rows - 6),
    open: (id) => (state) => to({ ...state, path: [...state.path, { kind: "request", id }] }),
  },
  slots: (_state, area) => {
    const [chart = area, list = area] = stacked(area, [6, { share: 1 }]);
    return [
      { panel: trafficPanel, rect: chart },
      { panel: requestsPanel, rect: list, isFocused: true },
    ];
  },
  questions: ({ windowMinutes }) => [
    { name: "series", ask: { windowMs: windowMinutes * 60_000, bins: chartBins }, freshMs: 1000 },
  ],
  keys: [],
};
