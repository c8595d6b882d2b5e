import { requestQuestion } from "../dashboard/data/requests.ts";
import { zoneHere } from "../output/units.ts";
import type { Question } from "./asked.ts";
import { liveData, type State } from "./state.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The hour that the charts show, in steps of half a minute. */
export const hourAsk = { windowMs: hourMs, bins: 120 } as const;

/** The same in whole minutes: what an hour costs is told of it, in every face. */
export const spentAsk = { windowMs: hourMs, bins: 60 } as const;

/** What the list of sessions goes back to: a day, up to this minute. */
export const sessionsAsk = (now: number) => ({
  since: Math.floor(now / minuteMs) * minuteMs - 24 * hourMs,
  limit: 200,
});

/** How far back the costs go, by the word in the address. */
export const periods = { "7": "7 days", "30": "30 days", "90": "90 days" } as const;

/** One of them. */
export type PeriodName = keyof typeof periods;

/** The chosen one. */
export const periodIn = ({ route }: State): PeriodName => {
  const days = route.query["days"] ?? "7";
  return days === "30" || days === "90" ? days : "7";
};

/** The first midnight of the chosen days, here. */
export const sinceDay = (state: State): number => {
  const day = new Date(state.now);
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() - (Number(periodIn(state)) - 1));
  return day.getTime();
};

/** The costs of the chosen days by day, and by model. */
export const costAsk = (state: State, by: "day" | "model") => ({ since: sinceDay(state), by, zone: zoneHere() });

/** What is asked for on this screen now. Every number of the page comes from one of these, or from the watch. */
export const questionsOf = (state: State): readonly Question[] => [
  { name: "status", ask: {}, freshMs: 1000 },
  { name: "upstreams", ask: {}, freshMs: 2000 },
  { name: "recent", ask: { limit: 500 }, freshMs: Number.POSITIVE_INFINITY },
  ...(isBusy(state) ? [{ name: "running", ask: {}, freshMs: 1000 } as const] : []),
  ...ofScreen(state),
];

const isBusy = (state: State): boolean => {
  const { running, status } = liveData(state);
  return running.length > 0 || (status?.inFlight ?? 0) > 0;
};

const ofScreen = (state: State): readonly Question[] => {
  const { screen, id } = state.route;
  switch (screen) {
    case "overview":
      return [
        { name: "series", ask: hourAsk, freshMs: 5000 },
        { name: "series", ask: spentAsk, freshMs: 10_000 },
      ];
    case "requests":
      return id === null ? [] : [requestQuestion(liveData(state), id) as Question]; // it asks for `request` alone
    case "sessions":
      return id === null
        ? [{ name: "sessions", ask: sessionsAsk(state.now), freshMs: 3000 }]
        : [{ name: "session", ask: { id }, freshMs: 3000 }];
    case "cost":
      return [
        { name: "stats", ask: costAsk(state, "day"), freshMs: 10_000 },
        { name: "stats", ask: costAsk(state, "model"), freshMs: 10_000 },
      ];
    case "config":
      return [{ name: "config", ask: {}, freshMs: 5000 }];
    case "upstreams":
      return [];
  }
};
