import { requestQuestion } from "../dashboard/data/requests.ts";
import type { Question } from "./asked.ts";
import { liveData, type State } from "./state.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How many minutes the charts show: an hour, or a few of a proxy that has not run for long; the address may say otherwise. */
export const minutesShown = (state: State): 5 | 60 => {
  const said = state.route.query["minutes"];
  if (said === "5" || said === "60") return Number(said) as 5 | 60;
  return (liveData(state).status?.uptimeMs ?? 0) < 20 * minuteMs ? 5 : 60;
};

/** What the charts are drawn of: steps of three seconds, or of thirty. */
export const chartsAsk = (state: State) => {
  const minutes = minutesShown(state);
  return { windowMs: minutes * minuteMs, bins: minutes === 5 ? 100 : 120 };
};

/** The same in whole minutes: what an hour costs is told of it, in every face. */
export const spentAsk = { windowMs: hourMs, bins: 60 } as const;

/** What the list of sessions goes back to: a day, up to this minute. */
export const sessionsAsk = (now: number) => ({
  since: Math.floor(now / minuteMs) * minuteMs - 24 * hourMs,
  limit: 200,
});

/** How many days the costs go back, by the word in the address. */
export const periods = ["7", "14", "30"] as const;

/** The chosen one. */
export const daysIn = ({ route }: State): number => Number(periods.find((one) => one === route.query["days"]) ?? "7");

/** The midnights here that the chosen days begin with, the latest first. */
export const daysOf = (state: State): readonly number[] => {
  const day = new Date(state.now);
  day.setHours(0, 0, 0, 0);
  return Array.from({ length: daysIn(state) }, () => {
    const start = day.getTime();
    day.setDate(day.getDate() - 1);
    return start;
  });
};

/** What one day cost, by model. */
export const dayAsk = (start: number) => ({ since: start, until: new Date(start).setHours(24), by: "model" as const });

/** What all of the chosen days cost, by model. */
export const costAsk = (state: State) => ({ since: daysOf(state).at(-1) ?? 0, by: "model" as const });

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
        { name: "series", ask: chartsAsk(state), freshMs: minutesShown(state) === 5 ? 1000 : 5000 },
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
        { name: "stats", ask: costAsk(state), freshMs: 5000 },
        ...daysOf(state).map(
          (start, at) => ({ name: "stats", ask: dayAsk(start), freshMs: at === 0 ? 5000 : 10 * minuteMs }) as const,
        ),
      ];
    case "config":
      return [{ name: "config", ask: {}, freshMs: 5000 }];
    case "upstreams":
      return [];
  }
};
