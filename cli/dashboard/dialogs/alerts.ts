import type { Alert } from "../data/data.ts";
import { closed, type Dialog } from "../dialog.ts";
import { clickable, type Line, line, lineOf, reversed } from "../frame/line.ts";
import { inMiddle } from "../frame/rect.ts";
import type { AlertsOverlay } from "../overlay.ts";
import { alertLine } from "../panels/alerts.ts";
import type { State, Step } from "../state.ts";
import { to, toasted } from "../step.ts";
import { askedAgain } from "./budget-ask.ts";

/** The alerts as a list: enter goes to the request that the chosen one is about. */
export const alertsDialog: Dialog<AlertsOverlay> = {
  view: (overlay, { data }, now, area) => {
    const { alerts } = data;
    const columns = Math.min(110, area.columns - (area.columns < 60 ? 0 : 4));
    const rect = inMiddle(area, { columns, rows: Math.min(area.rows, Math.max(3, alerts.length + 2)) });
    const at = placeOf(overlay, alerts);
    const rows = rect.rows - 2;
    const from = Math.max(0, Math.min(at - rows + 1, alerts.length - rows));
    const lines = alerts.slice(from, from + rows).map((alert): Line => {
      const isChosen = alert === alerts[at];
      const said = lineOf(isChosen ? ">" : " ", ...alertLine(alert, data, now, columns - 3));
      const shown = clickable(said, { row: alert.key });
      return isChosen ? reversed(shown) : shown;
    });
    const note = alerts.length > rows ? `${at + 1} of ${alerts.length}` : "enter shows it";
    const none = [line(" nothing out of the ordinary", { tone: "muted" })];
    return { rect, title: "Alerts", note, lines: alerts.length === 0 ? none : lines };
  },
  press: (overlay, { name }, state, now) => {
    const { alerts } = state.data;
    const by = moves[name];
    if (name === "enter" || name === "right") return opened(alerts[placeOf(overlay, alerts)], state, now);
    if (name === "a" || name === "q" || name === "left") return to(closed(state));
    if (by === undefined) return to(state);
    const next = alerts[Math.max(0, Math.min(alerts.length - 1, placeOf(overlay, alerts) + by))];
    return to({ ...state, overlay: { ...overlay, chosen: next?.key ?? null } });
  },
  choose: (_overlay, row, state, now) =>
    opened(
      state.data.alerts.find(({ key }) => key === row),
      state,
      now,
    ),
  footer: () => [
    ["enter", "show"],
    ["j", "next"],
    ["esc", "close"],
  ],
};

const moves: Readonly<Record<string, number>> = { j: 1, down: 1, k: -1, up: -1, pagedown: 10, pageup: -10 };

const placeOf = ({ chosen }: AlertsOverlay, alerts: readonly Alert[]): number =>
  Math.max(
    0,
    alerts.findIndex(({ key }) => key === chosen),
  );

const opened = (alert: Alert | undefined, state: State, now: number): Step => {
  if (alert === undefined) return to(closed(state));
  if (alert.ask !== undefined) return to(askedAgain(closed(state), alert.ask, now));
  if (alert.request === null) return to(toasted(state, now, "That is not about one request.", "muted"));
  return to({ ...closed(state), view: "overview", path: [{ kind: "request", id: alert.request }] });
};
