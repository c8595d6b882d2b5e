import { counted, exactly, lasted, money, timeOfDay } from "../../output/units.ts";
import { circuitWords } from "../../upstreams/standing.ts";
import type { Alert, Data } from "../data/data.ts";
import { upstreamsIn } from "../data/upstreams.ts";
import { fit } from "../frame/cells.ts";
import { clickable, type Line, line, lineOf, span } from "../frame/line.ts";
import type { Panel } from "../panel.ts";

/** What a person should look at, the newest first. */
export const alertsPanel: Panel = ({ data }, now, { columns, rows }) => {
  const { alerts } = data;
  if (alerts.length === 0) return { title: "Alerts", lines: [line(" nothing out of the ordinary", { tone: "muted" })] };
  const note = alerts.length > rows ? `a all ${exactly(alerts.length)}` : "a show";
  const seen = alerts.slice(0, rows).map((alert) => clickable(alertLine(alert, data, now, columns), { key: "a" }));
  return { title: "Alerts", note, lines: seen };
};

/** `! 14:01:58  zai-cn answered 429, resets in 41s (2 requests)`; without the time where there is little room. */
export const alertLine = (alert: Alert, data: Data, now: number, columns: number): Line => {
  const { at, tone } = alert;
  const isNarrow = columns < 50;
  const sign = tone === "error" || tone === "warning" ? "!" : "i";
  const head = isNarrow ? `${sign} ` : ` ${sign} ${timeOfDay(at)}  `;
  const tail = tailOf(alert, data, now);
  const room = columns - head.length - (isNarrow ? 0 : 1);
  const text = tail.length + 12 > room ? fit(alert.text + tail, room) : fittedBefore(alert.text, tail, room);
  return lineOf(span(head, tone), span(text, isNarrow ? tone : undefined));
};

/** What was said last is a number and is shown whole; what stands before it may be cut. */
const fittedBefore = (text: string, tail: string, room: number): string =>
  `${fit(text, room - tail.length).trimEnd()}${tail}`.padEnd(room);

/** When a limit ends, what is done about a circuit, how long a question waits, what was lost, how often it was. */
const tailOf = ({ count, request, costMicros, ...about }: Alert, data: Data, now: number): string => {
  const lost = costMicros === undefined || costMicros === null ? "" : `, ${money(costMicros)} more`;
  const often = count === 1 ? "" : ` (${request === null ? counted(count, "time") : counted(count, "request")})`;
  return `${standingTail(about, data, now)}${lost}${often}`;
};

/** What holds just now, as long as it does. */
const standingTail = (
  { limited, circuit, ask }: Pick<Alert, "limited" | "circuit" | "ask">,
  data: Data,
  now: number,
): string => {
  if (ask !== undefined) {
    const until = data.status?.budgets?.asks.find(({ id }) => id === ask)?.until ?? null;
    return until === null || until <= now ? "" : `   waits ${lasted(until - now)} more`;
  }
  const upstream = upstreamsIn(data).find(({ name }) => name === (circuit ?? limited));
  if (upstream === undefined) return "";
  if (circuit !== undefined) return upstream.circuit ? `, ${circuitWords(upstream, now).replace(/:.*/, "")}` : "";
  const until = upstream.state === "limited" ? upstream.untilAt : null;
  return until === null || until <= now ? "" : `, resets in ${lasted(until - now)}`;
};
