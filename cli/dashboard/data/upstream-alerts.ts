import type { Answer, UpstreamView, WatchMessage } from "../../../src/control/contract.ts";
import { lasted } from "../../output/units.ts";
import { movedWords, reasonWords } from "../../upstreams/standing.ts";
import { type Alerts, downKey, sameMs, type Told, withAlert, withAny } from "./alert-list.ts";
import type { Alert, Data } from "./data.ts";

type Planned = Extract<WatchMessage, { type: "request-planned" }>;
type Changed = Extract<WatchMessage, { type: "upstream-changed" }>;

/** With a request that went to another upstream than it was meant for. */
export const failoverAlerts = (alerts: Alerts, { movedFrom, upstream, id }: Planned, now: number): Alerts => {
  if (movedFrom === undefined) return alerts;
  const text = `failed over from ${movedFrom.upstream} to ${upstream}: ${movedWords(movedFrom.reason)}`;
  return withAlert(alerts, { key: text, tone: "warning", text, request: id }, now);
};

/** That one is down is told when its requests fail; here that nothing is sent there any more, and that it is reached again. */
export const circuitAlerts = (alerts: Alerts, { upstream, state, why }: Changed, now: number): Alerts => {
  const key = downKey(upstream);
  if (state === "open") {
    const text = `${upstream} down: ${reasonWords({ reason: why }).replace(/^\(|\)$/g, "")}`;
    const told = { key, tone: "error", text, request: null, circuit: upstream } as const;
    const before = alerts.find((alert) => alert.key === key && now - alert.at < sameMs);
    if (before === undefined || before.circuit !== undefined) return withAlert(alerts, told, now);
    return [{ ...before, ...told, at: now }, ...alerts.filter((alert) => alert !== before)]; // what was told of it so far led to this
  }
  const down = alerts.find((alert) => alert.key === key && alert.circuit === upstream);
  if (state !== "closed" || down === undefined) return alerts;
  const closed = alerts.map((alert) => (alert === down ? withoutCircuit(down) : alert));
  return isBackSince(alerts, upstream, down.at) ? closed : withAlert(closed, backAlert(upstream, down.at, now), now);
};

const withoutCircuit = ({ circuit: _, ...alert }: Alert): Alert => alert;

/** With upstreams that went away or came back between two answers. */
export const alertsOfUpstreams = (
  { alerts }: Pick<Data, "alerts">,
  before: Answer<"upstreams"> | null,
  { upstreams }: Answer<"upstreams">,
  now: number,
): Alerts =>
  upstreams.reduce<Alerts>((list, upstream) => {
    const was = before?.upstreams.find(({ name }) => name === upstream.name) ?? null;
    return withAny(list, changeOf(was, upstream, list, now), now);
  }, alerts);

const changeOf = (was: UpstreamView | null, is: UpstreamView, alerts: Alerts, now: number): Told | null => {
  const { name } = is;
  if (
    isTroubled(is) &&
    !(was !== null && isTroubled(was)) &&
    !alerts.some(({ key, at }) => key === downKey(name) && now - at < sameMs)
  )
    return {
      ...{ key: downKey(name), tone: "error", text: `${name} ${is.state} ${reasonWords(is)}`.trim(), request: null },
      ...(is.circuit ? { circuit: name } : {}),
    };
  if (was === null || !isTroubled(was) || is.state !== "ok") return null;
  return isBackSince(alerts, name, was.sinceAt ?? now) ? null : backAlert(name, was.sinceAt, now);
};

const isTroubled = ({ state }: UpstreamView): boolean => state === "down" || state === "failing";

const backAlert = (upstream: string, downAt: number | null, now: number): Told => ({
  ...{ key: `back ${upstream} ${now}`, tone: "ok", request: null },
  text: `${upstream} answers again${downAt === null ? "" : ` after ${lasted(now - downAt)}`}`,
});

const isBackSince = (alerts: Alerts, upstream: string, downAt: number): boolean =>
  alerts.some(({ key, at }) => key.startsWith(`back ${upstream} `) && at >= downAt);
