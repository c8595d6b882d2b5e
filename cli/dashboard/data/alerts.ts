import type { Answer, RequestSummary, Status, UpstreamView, WatchMessage } from "../../../src/control/contract.ts";
import { lasted, unknown, waited } from "../../output/units.ts";
import { reasonWords } from "../../upstreams/standing.ts";
import type { Alert, Data } from "./data.ts";

type Alerts = readonly Alert[];
type Told = Omit<Alert, "at" | "count">;

/** So many are kept. */
const mostAlerts = 50;

/** After so long the same thing is told anew. */
const sameMs = 10 * 60_000;

/** Less than a cent for a lost cache is everyday life. */
const leastLossMicros = 10_000;

/** The alerts after a message of the daemon: the same list where it was nothing to look at. */
export const alertsAfter = ({ alerts, status }: Data, message: WatchMessage, now: number): Alerts => {
  switch (message.type) {
    case "request-ended":
      return withAll(alerts, troubleOf(message.request), now);
    case "request-started":
      return alerts;
    case "request-planned": {
      const { movedFrom, upstream, id } = message;
      if (movedFrom === undefined) return alerts;
      const text = `failed over from ${movedFrom.upstream} to ${upstream}: ${movedFrom.reason}`;
      return withAlert(alerts, { key: text, tone: "warning", text, request: id }, now);
    }
    case "snapshot":
      return alertsOfStatus({ alerts, status }, message.status, now);
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
    const { about, why } = message.ask;
    return { key: `ask ${about}`, tone: "warning", text: `asks to go on: ${why}`, request: null };
  }
  const { id, session, why } = message;
  return { key: `loop ${session}`, tone: "warning", text: `${session} may be in a loop: ${why}`, request: id };
};

/** That one is down is told when its requests fail; here that nothing is sent there any more. */
const circuitAlerts = (
  alerts: Alerts,
  { upstream, state, why }: Extract<WatchMessage, { type: "upstream-changed" }>,
  now: number,
): Alerts => {
  if (state !== "open") return alerts;
  const reason = reasonWords({ reason: why }).replace(/^\(|\)$/g, "");
  const text = `${upstream} down: ${reason}, circuit open`;
  return withAlert(alerts, { key: downKey(upstream), tone: "error", text, request: null }, now);
};

/** With what these requests, which ended before anybody looked on, say of the last minutes. */
export const alertsOfRecent = (alerts: Alerts, requests: readonly RequestSummary[], now: number): Alerts => {
  const lately = requests.map((request) => ({ request, at: request.startedAt + request.durationMs }));
  return lately
    .filter(({ at }) => now - at < sameMs)
    .toSorted((one, other) => one.at - other.at)
    .reduce((list, { request, at }) => withAll(list, troubleOf(request), at), alerts)
    .toSorted((one, other) => other.at - one.at);
};

/** With the daemon's own warnings that are new. */
export const alertsOfStatus = (
  { alerts, status }: Pick<Data, "alerts" | "status">,
  next: Status,
  now: number,
): Alerts => {
  const before = new Set(status?.warnings.map(warningKey));
  const fresh = next.warnings.filter((text) => !before.has(warningKey(text)));
  return fresh.reduce<Alerts>((list, text) => {
    const key = warningKey(text);
    return list.some((alert) => alert.key === key)
      ? list
      : withAlert(list, { key, tone: "warning", text, request: null }, now);
  }, alerts);
};

/** With upstreams that went away or came back between two answers. */
export const alertsOfUpstreams = (
  { alerts }: Pick<Data, "alerts">,
  before: Answer<"upstreams"> | null,
  { upstreams }: Answer<"upstreams">,
  now: number,
): Alerts =>
  upstreams.reduce<Alerts>((list, upstream) => {
    const was = before?.upstreams.find(({ name }) => name === upstream.name) ?? null;
    return withAll(list, changeOf(was, upstream, list, now), now);
  }, alerts);

const changeOf = (was: UpstreamView | null, is: UpstreamView, alerts: Alerts, now: number): Told | null => {
  const { name } = is;
  if (
    isTroubled(is) &&
    !(was !== null && isTroubled(was)) &&
    !alerts.some(({ key, at }) => key === downKey(name) && now - at < sameMs)
  )
    return { key: downKey(name), tone: "error", text: `${name} ${is.state} ${reasonWords(is)}`.trim(), request: null };
  if (was === null || !isTroubled(was) || is.state !== "ok") return null;
  const after = was.sinceAt === null ? "" : ` after ${lasted(now - was.sinceAt)}`;
  return { key: `back ${name} ${now}`, tone: "ok", text: `${name} answers again${after}`, request: null };
};

const isTroubled = ({ state }: UpstreamView): boolean => state === "down" || state === "failing";

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

const downKey = (upstream: string): string => `down ${upstream}`;

const plainly = (key: string, text: string): Told => ({ key, tone: "running", text, request: null });

/** Of a warning that counts something, the same when the count is another one. */
const warningKey = (text: string): string => text.replace(/ {3}\(and .*$/, "").replaceAll(/\d+/g, "#");

const withAll = (alerts: Alerts, told: Told | null, at: number): Alerts =>
  told === null ? alerts : withAlert(alerts, told, at);

const withAlert = (alerts: Alerts, told: Told, at: number): Alerts => {
  const before = alerts.find((alert) => alert.key === told.key && at - alert.at < sameMs);
  const others = before === undefined ? alerts : alerts.filter((alert) => alert !== before);
  const { costMicros } = told;
  const sum = costMicros === undefined ? {} : { costMicros: sumOf(costMicros, before?.costMicros ?? null) };
  return [{ ...told, ...sum, at, count: (before?.count ?? 0) + 1 }, ...others].slice(0, mostAlerts);
};

const sumOf = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : one + other;
