import type { Answer, Contract, RunningRequest } from "../../../src/control/contract.ts";
import { alertsOfRecent, alertsOfStatus } from "./alerts.ts";
import { type Answers, answerTo, withAnswer } from "./answers.ts";
import type { Data } from "./data.ts";
import { mostRequests } from "./hear.ts";
import { withItem } from "./newest-first.ts";
import { alertsOfUpstreams } from "./upstream-alerts.ts";

/** What is known after the answer to the question of this key. */
export const told = (data: Data, key: string, value: unknown, at: number): Data => {
  const name = key.slice(0, key.indexOf(" ")) as keyof Contract; // `keyOf` begins with it
  const answers = withAnswer(data.answers, key, { at, value, problem: null });
  return (meanings[name]?.({ ...data, answers }, value, at, data.answers) ?? { ...data, answers }) satisfies Data;
};

/** What is known when a question could not be answered: the answer before it stays. */
export const untold = (data: Data, key: string, problem: string, at: number): Data => ({
  ...data,
  answers: withAnswer(data.answers, key, { at, value: data.answers[key]?.value, problem }),
});

type Meaning = (data: Data, value: unknown, at: number, before: Answers) => Data;

/** Answers that say more than what a screen shows of them. What the daemon answers has the types of the contract. */
const meanings: { readonly [Name in keyof Contract]?: Meaning } = {
  // The daemon's list of the latest requests fills ours; from then on notices do.
  recent: (data, value, at) => {
    const recent = value as Answer<"recent">;
    const known = new Set(data.requests.map(({ id }) => id));
    const missed = recent.filter(({ id }) => !known.has(id));
    const requests = recent.toReversed().reduce((list, one) => withItem(list, one, mostRequests), data.requests);
    return { ...data, requests, alerts: alertsOfRecent(data.alerts, missed, at) };
  },
  running: (data, value, at) => ({ ...data, running: stillRunning(data, value as Answer<"running">, at) }),
  status: (data, value, at) => {
    const status = value as Answer<"status">;
    return { ...data, status, alerts: alertsOfStatus(data, status, at) };
  },
  upstreams: (data, value, at, before) => ({
    ...data,
    alerts: alertsOfUpstreams(data, answerTo(before, "upstreams", {}), value as Answer<"upstreams">, at),
  }),
};

/** As many as the daemon tells of. */
const mostTold = 200;

/** Its answer and its notices take different ways: what has begun so lately may be missing in an answer. */
const onTheWayMs = 3000;

/** What runs by this answer, without what has ended meanwhile, and with what has begun meanwhile. */
const stillRunning = (
  { running, requests }: Data,
  answer: readonly RunningRequest[],
  at: number,
): readonly RunningRequest[] => {
  const ended = new Set(requests.map(({ id }) => id));
  const inAnswer = new Set(answer.map(({ id }) => id));
  const oldest = answer.length < mostTold ? Number.NEGATIVE_INFINITY : (answer.at(-1)?.startedAt ?? 0);
  const others = running.filter(
    ({ id, startedAt }) => !inAnswer.has(id) && (startedAt > at - onTheWayMs || startedAt < oldest),
  );
  return [...answer.filter(({ id }) => !ended.has(id)), ...others]
    .toSorted((one, other) => other.startedAt - one.startedAt)
    .slice(0, mostRequests);
};
