import type { RequestSummary, Status, WatchMessage } from "../../../src/control/contract.ts";
import { unknown, waited } from "../../output/units.ts";
import { reasonWords } from "../../upstreams/standing.ts";
import { type Alerts, downKey, sameMs, type Told, withAlert, withAny } from "./alert-list.ts";
import type { Alert, Data } from "./data.ts";
import { circuitAlerts, failoverAlerts } from "./upstream-alerts.ts";

/** Less than a cent for a lost cache is everyday life. */
const leastLossMicros = 10_000;

/** The alerts after a message of the daemon: the same list where it was nothing to look at. */
export const alertsAfter = ({ alerts, status }: Data, message: WatchMessage, now: number): Alerts => {
  switch (message.type) {
    case "request-ended":
      return withAny(alerts, troubleOf(message.request), now);
    case "request-started":
      return alerts;
    case "request-planned":
      return failoverAlerts(alerts, message, now);
    case "snapshot":
      return alertsOfStatus({ alerts: restartTold(alerts, status, message.status, now), status }, message.status, now);
    case "cache-broken": {
      const { id, session, why, costMicros } = message;
      if (costMicros !== null && costMicros < leastLossMicros) return alerts; // the list of sessions has it
      const text = `prompt cache of ${session} was lost: ${why}`;
      return withAlert(alerts, { key: text, tone: "warning", text, request: id, costMicros }, now);
    }
    case "budget-told":
    case "budget-asked":
    case "loop-found":
      return withAlert(alerts, stopToldOf(message), now);
    case "budget-answered":
      return alerts.map((alert) => (alert.ask === message.id ? answeredAlert(alert, message) : alert));
    case "upstream-switched":
      return withAlert(alerts, plainly(`switched ${now}`, `upstream: ${message.from} → ${message.to}`), now);
    case "upstream-changed":
      return circuitAlerts(alerts, message, now);
    case "config-reloaded":
      return withAlert(
        alerts,
        plainly(`reload ${now}`, `configuration in force: generation ${message.generation}`),
        now,
      );
    case "config-rejected": {
      const text = `the changed configuration is not in force: ${message.message.split("\n")[0]}`;
      return withAlert(alerts, { key: warningKey(text), tone: "error", text, request: null }, now);
    }
    case "draining": {
      const text = "the proxy is stopping: what runs may end, nothing new is taken";
      return withAlert(alerts, { key: text, tone: "warning", text, request: null }, now);
    }
    default:
      return alerts; // a newer daemon may tell more
  }
};

/** Something costs too much, asks to go on, or goes round in circles. */
const stopToldOf = (
  message: Extract<WatchMessage, { readonly type: "budget-told" | "budget-asked" | "loop-found" }>,
): Told => {
  if (message.type === "budget-told") {
    const tone = message.isOver ? "error" : "warning";
    const { budget, words } = message;
    return { key: `budget ${budget} ${tone}`, tone, text: `budget ${budget}: ${words}`, request: null };
  }
  if (message.type === "budget-asked") {
    const { id: ask, about, why } = message.ask;
    return { key: `ask ${about}`, tone: "warning", text: `asks to go on: ${why}`, request: null, ask };
  }
  const { id, session, why } = message;
  return { key: `loop ${session}`, tone: "warning", text: `${session} may be in a loop: ${why}`, request: id };
};

/** That it was stopping is no news any more where another daemon has taken its place. */
const restartTold = (alerts: Alerts, before: Status | null, { startedAt, version }: Status, now: number): Alerts =>
  before === null || before.startedAt === startedAt
    ? alerts
    : withAlert(alerts, plainly(`started ${startedAt}`, `the proxy was started again: ${version}`), now);

/** The question stands where it stood, with what came of it. */
const answeredAlert = (
  { ask: _, ...alert }: Alert,
  { about, answered }: Extract<WatchMessage, { readonly type: "budget-answered" }>,
): Alert => {
  switch (answered) {
    case "allowed":
      return { ...alert, tone: "running", text: `${about} was asked about, and may go on` };
    case "stopped":
      return { ...alert, text: `${about} was asked about, and is stopped` };
    case "late":
      return { ...alert, text: `${about} was asked about and nobody answered: it is stopped` };
    case "left":
      return { ...alert, tone: "running", text: `${about} was asked about, but nobody waits any more` };
  }
};

/** With what these requests, which ended before anybody looked on, say of the last minutes. */
export const alertsOfRecent = (alerts: Alerts, requests: readonly RequestSummary[], now: number): Alerts => {
  const lately = requests.map((request) => ({ request, at: request.startedAt + request.durationMs }));
  return lately
    .filter(({ at }) => now - at < sameMs)
    .toSorted((one, other) => one.at - other.at)
    .reduce((list, { request, at }) => withAny(list, troubleOf(request), at), alerts)
    .toSorted((one, other) => other.at - one.at);
};

/** With the daemon's own warnings that are new, and with questions that were asked before anybody looked on. */
export const alertsOfStatus = (
  { alerts, status }: Pick<Data, "alerts" | "status">,
  next: Status,
  now: number,
): Alerts => {
  const before = new Set(status?.warnings.map(warningKey));
  const told: readonly Told[] = [
    ...next.warnings
      .filter((text) => !before.has(warningKey(text)))
      .map((text): Told => ({ key: warningKey(text), tone: "warning", text, request: null })),
    ...(next.budgets?.asks ?? []).map((ask) => stopToldOf({ type: "budget-asked", ask })),
  ];
  return told.reduce<Alerts>(
    (list, one) => (list.some(({ key }) => key === one.key) ? list : withAlert(list, one, now)),
    alerts,
  );
};

/** What an ended request says that a person should look at; null = nothing. */
const troubleOf = (request: RequestSummary): Told | null => {
  const { outcome, status, error, id, durationMs } = request;
  const upstream = request.upstream ?? "the proxy";
  const about = { request: id } as const;
  if (outcome === "--" && status === 429)
    return { ...about, key: `429 ${upstream}`, tone: "warning", text: `${upstream} answered 429`, limited: upstream };
  if (outcome === "--" && status !== null && status >= 500)
    return { ...about, key: downKey(upstream), tone: "error", text: `${upstream} answered ${status}` };
  if (outcome === "SD" || outcome === "sD" || outcome === "PD")
    return {
      ...about,
      key: `cut ${upstream}`,
      tone: "error",
      text: `${upstream}: answer cut after ${waited(durationMs)}`,
    };
  if (error === null || outcome[0] === "C" || outcome[0] === "c") return null;
  const why = reasonWords({ reason: error }).replace(/^\(|\)$/g, "") || unknown;
  if (/^[Ss]/.test(outcome)) return { ...about, key: downKey(upstream), tone: "error", text: `${upstream}: ${why}` };
  return { ...about, key: `refused ${error}`, tone: "warning", text: `refused by the proxy: ${why}` };
};

const plainly = (key: string, text: string): Told => ({ key, tone: "running", text, request: null });

/** Of a warning that counts something, the same when the count is another one. */
const warningKey = (text: string): string => text.replace(/ {3}\(and .*$/, "").replaceAll(/\d+/g, "#");
