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

/** So long after it was lost a daemon is tried once more before anything is said of it. */
const handOverMs = 250;

/** So long a daemon may take to say how it is; one that is stopped in the middle keeps its connections and says nothing. */
const silentMs = 5000;

/** What the watch has brought. */
type Told = {
  /** How often it began anew: answers to what was asked before that may be of another daemon. */
  snapshots: number;
  /** When anything came last. */
  heardAt: number;
};

/** So long after its last notice a daemon counts as at rest: then its answers change seldom, and are asked for less often. */
const restMs = 10_000;
const atRest = 4;

/** Watches the daemon for as long as the dashboard is open, and asks the questions of the screen that is shown. */
export const startFeed = (options: Options): Feed => {
  const stopped = new AbortController();
  const told: Told = { snapshots: 0, heardAt: options.now() };
  const ask = askerOf(options, told);
  void watchOn(options, told, stopped.signal);
  return { ask, stop: () => stopped.abort() };
};

const watchOn = async ({ client, send, now, sleep }: Options, told: Told, signal: AbortSignal): Promise<void> => {
  let goneSince: number | null = null;
  let lostAt: number | null = null;
  while (!signal.aborted) {
    let why = "the proxy has ended";
    try {
      for await (const message of client.watch(signal)) {
        if (goneSince !== null || message.type === "snapshot") send({ type: "link", link: { kind: "live" } });
        goneSince = null;
        lostAt = null;
        if (message.type === "snapshot") told.snapshots++;
        told.heardAt = now();
        send({ type: "heard", message });
      }
    } catch (thrown) {
      why = asProxyError(thrown).message;
    }
    if (signal.aborted) return;
    // After a restart the next daemon is there already: then there is nothing to tell.
    if (lostAt === null && told.snapshots > 0) {
      lostAt = now();
      await sleep(handOverMs);
      continue;
    }
    goneSince ??= lostAt ?? now();
    send({ type: "link", link: { kind: "gone", since: goneSince, nextTryAt: now() + retryMs, why } });
    await sleep(retryMs);
  }
};

/** One question is asked once at a time, and again when its answer has become old. */
const askerOf = (options: Options, told: Told): (() => void) => {
  const { client, atHand, state, send, now } = options;
  const open = new Map<string, number>();
  const silence = silenceOf(options, () => open.get(keyOf(howItIs)) ?? null);
  const isAtHand = (name: Question["name"]): name is keyof AtHandAnswers => name in atHand;
  const put = async (question: Question, key: string): Promise<void> => {
    const { snapshots } = told;
    const isOfNow = (): boolean => isAtHand(question.name) || snapshots === told.snapshots;
    try {
      const call = (isAtHand(question.name) ? atHand[question.name] : client[question.name]) as (
        ask: unknown,
      ) => Promise<unknown>; // a question is a call of the contract
      const value = await call(question.ask);
      if (!isOfNow()) return;
      if (question.name === howItIs.name) silence.spoke();
      send({ type: "answered", key, value });
    } catch (thrown) {
      if (isOfNow()) send({ type: "unanswered", key, problem: asProxyError(thrown).message });
    } finally {
      open.delete(key);
    }
  };
  return () => {
    const isSilent = silence.isSilent();
    const current = state();
    const patience = now() - told.heardAt > restMs ? atRest : 1;
    const { answers } = current.held ?? current.data;
    for (const question of [
      ...alwaysAsked(current),
      ...askedOver(current),
      ...screenOf(current).questions(current, now()),
    ]) {
      const key = keyOf(question);
      const { at, problem } = answers[key] ?? never;
      const usualMs = question.freshMs * (isAtHand(question.name) ? 1 : patience);
      const freshMs = problem === null ? usualMs : Math.min(usualMs, retryMs);
      if (open.has(key) || now() - at < freshMs) continue;
      const canBeAsked = current.link.kind === "live" || (isSilent && question.name === howItIs.name);
      if (!canBeAsked && !isAtHand(question.name)) continue;
      open.set(key, now());
      void put(question, key);
    }
  };
};

const never = { at: Number.NEGATIVE_INFINITY, problem: null };

/** What every daemon answers at once, however much it has to do. */
const howItIs = { name: "status", ask: {} } as const;

type Silence = {
  /** Tells of a daemon that has fallen silent; whether it is. */
  readonly isSilent: () => boolean;
  /** It has said how it is. */
  readonly spoke: () => void;
};

/** Notices when nobody answers what was asked at `askedAt`, though the connection stands. */
const silenceOf = ({ state, send, now }: Options, askedAt: () => number | null): Silence => {
  const openedAt = now();
  let isSilent = false;
  return {
    isSilent: () => {
      const { link } = state();
      if (link.kind === "live") isSilent = false;
      const since = link.kind === "connecting" ? openedAt : askedAt();
      if (link.kind === "gone" || since === null || now() - since < silentMs) return isSilent;
      isSilent = true;
      const why = `it has not answered for ${silentMs / 1000} s`;
      send({ type: "link", link: { kind: "gone", since, nextTryAt: now() + retryMs, why, isSilent } });
      return isSilent;
    },
    spoke: () => {
      if (isSilent) send({ type: "link", link: { kind: "live" } });
      isSilent = false;
    },
  };
};
