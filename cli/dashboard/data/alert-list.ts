import type { Alert } from "./data.ts";

/** The newest first. */
export type Alerts = readonly Alert[];

/** What there is to tell, before it is known when and how often. */
export type Told = Omit<Alert, "at" | "count">;

/** So many are kept. */
const mostAlerts = 50;

/** After so long the same thing is told anew. */
export const sameMs = 10 * 60_000;

/** Whatever says that an upstream is in trouble is the same thing. */
export const downKey = (upstream: string): string => `down ${upstream}`;

/** With this one in front; told again lately it is counted. */
export const withAlert = (alerts: Alerts, told: Told, at: number): Alerts => {
  const before = alerts.find((alert) => alert.key === told.key && at - alert.at < sameMs);
  const others = before === undefined ? alerts : alerts.filter((alert) => alert !== before);
  const { costMicros } = told;
  const sum = costMicros === undefined ? {} : { costMicros: sumOf(costMicros, before?.costMicros ?? null) };
  return [{ ...told, ...sum, ...openIn(before, told), at, count: (before?.count ?? 0) + 1 }, ...others].slice(
    0,
    mostAlerts,
  );
};

/** As long as nothing is sent there that is what there is to tell, however many requests fail for it. */
const openIn = (before: Alert | undefined, told: Told): Partial<Alert> =>
  before?.circuit === undefined || told.circuit !== undefined ? {} : { text: before.text, circuit: before.circuit };

/** The same where there may be nothing to tell. */
export const withAny = (alerts: Alerts, told: Told | null, at: number): Alerts =>
  told === null ? alerts : withAlert(alerts, told, at);

const sumOf = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : one + other;
