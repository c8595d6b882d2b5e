import type { Client } from "../../src/control/client.ts";
import { asProxyError } from "../../src/core/errors.ts";
import { alwaysAsked } from "./data/always.ts";
import { keyOf, type Question } from "./data/answers.ts";
import type { AtHandAnswers } from "./data/at-hand.ts";
import { askedOver } from "./dialogs/index.ts";
import type { Event } from "./event.ts";
import { screenOf } from "./screens/index.ts";
import type { State } from "./state.ts";

type Options = {
  readonly client: Client;
  readonly atHand: AtHandAnswers;
  readonly state: () => State;
  readonly send: (event: Event) => void;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/** What keeps a dashboard informed. */
export type Feed = {
  /** Asks what the screen needs and has not, or has only an old answer to. */
  readonly ask: () => void;
  readonly stop: () => void;
};

/** Between two tries to reach a daemon that is gone. */
const retryMs = 3000;

/** Watches the daemon for as long as the dashboard is open, and asks the questions of the screen that is shown. */
export const startFeed = (options: Options): Feed => {
  const stopped = new AbortController();
  const ask = askerOf(options);
  void watchOn(options, stopped.signal);
  return { ask, stop: () => stopped.abort() };
};

const watchOn = async ({ client, send, now, sleep }: Options, signal: AbortSignal): Promise<void> => {
  let goneSince: number | null = null;
  while (!signal.aborted) {
    let why = "the proxy has ended";
    try {
      for await (const message of client.watch(signal)) {
        if (goneSince !== null || message.type === "snapshot") send({ type: "link", link: { kind: "live" } });
        goneSince = null;
        send({ type: "heard", message });
      }
    } catch (thrown) {
      why = asProxyError(thrown).message;
    }
    if (signal.aborted) return;
    goneSince ??= now();
    send({ type: "link", link: { kind: "gone", since: goneSince, nextTryAt: now() + retryMs, why } });
    await sleep(retryMs);
  }
};

/** One question is asked once at a time, and again when its answer has become old. */
const askerOf = ({ client, atHand, state, send, now }: Options): (() => void) => {
  const open = new Set<string>();
  const isAtHand = (name: Question["name"]): name is keyof AtHandAnswers => name in atHand;
  const put = async (question: Question, key: string): Promise<void> => {
    try {
      const call = (isAtHand(question.name) ? atHand[question.name] : client[question.name]) as (
        ask: unknown,
      ) => Promise<unknown>; // a question is a call of the contract
      send({ type: "answered", key, value: await call(question.ask) });
    } catch (thrown) {
      send({ type: "unanswered", key, problem: asProxyError(thrown).message });
    } finally {
      open.delete(key);
    }
  };
  return () => {
    const current = state();
    const { answers } = current.held ?? current.data;
    for (const question of [
      ...alwaysAsked(current),
      ...askedOver(current),
      ...screenOf(current).questions(current, now()),
    ]) {
      const key = keyOf(question);
      const age = now() - (answers[key]?.at ?? Number.NEGATIVE_INFINITY);
      if (open.has(key) || age < question.freshMs) continue;
      if (current.link.kind !== "live" && !isAtHand(question.name)) continue;
      open.add(key);
      void put(question, key);
    }
  };
};
