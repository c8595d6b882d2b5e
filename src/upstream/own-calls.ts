import type { OwnAnswer, OwnAnswers, OwnCall, OwnCalls, OwnCallsView } from "../core/own-call.ts";
import { Queue } from "../lib/queue.ts";

type Options = {
  readonly answers: OwnAnswers;
  /** Asks a model once; must end when the signal says so. May reject. */
  readonly run: (call: OwnCall, signal: AbortSignal) => Promise<OwnAnswer>;
  readonly now: () => number;
  /** What may be spent in a day, in micro-dollars. */
  readonly budgetMicros: () => number;
  /** What was spent since this moment by earlier runs of the daemon. */
  readonly spentSince: (since: number) => Promise<number>;
  /** Hears of a question that failed, in words that hold nothing of anybody's. */
  readonly onTrouble: (what: string) => void;
  readonly deadlineMs?: number;
};

/** The calls, and what else the daemon needs to do with them. */
export type OwnCallQueue = OwnCalls & {
  readonly view: () => OwnCallsView;
  /** Ends what is under way and asks nothing more. Resolves when nothing is under way. */
  readonly stop: () => Promise<void>;
};

/** So many at a time; so many wait. An image waits with its bytes. */
const mostAtOnce = 2;
const mostWaiting = 16;
const mostTries = 3;
/** After a failure a question is not asked again for so long, times the number of failures. */
const restMs = 60_000;
const usualDeadlineMs = 120_000;
/** What a call counts whose cost nobody knows: a budget that only counts what is known would have no end. */
const unknownCostMicros = 10_000;
const dayMs = 86_400_000;
/** Of so many questions and sessions it is remembered how they fared. */
const mostKnown = 5000;

/** A queue in which nothing waits yet. */
export const createOwnCalls = (options: Options): OwnCallQueue => {
  const { isWanted, ask, takeCost, view, stop } = new OwnCallRuns(options);
  return { isWanted, ask, takeCost, view, stop };
};

class OwnCallRuns {
  readonly #options: Options;
  readonly #waiting = new Queue<OwnCall>();
  readonly #pending = new Set<string>();
  readonly #failures = new Map<string, { readonly tries: number; readonly at: number }>();
  readonly #costs = new Map<string, number>();
  readonly #running = new Set<Promise<void>>();
  readonly #line = new AbortController();
  #day: { readonly from: number; readonly before: Promise<number>; micros: number } | null = null;
  #counts = { asked: 0, failed: 0, dropped: 0, costMicros: 0 };

  constructor(options: Options) {
    this.#options = options;
  }

  readonly isWanted = (key: string): boolean => {
    if (this.#line.signal.aborted || this.#pending.has(key)) return false;
    const failed = this.#failures.get(key);
    const rests = failed !== undefined && this.#options.now() < failed.at + restMs * failed.tries;
    return !rests && (failed?.tries ?? 0) < mostTries && this.#options.answers.get(key) === null;
  };

  readonly ask = (call: OwnCall): void => {
    if (!this.isWanted(call.key) || this.#options.budgetMicros() <= 0) return;
    if (this.#waiting.length >= mostWaiting) {
      this.#counts.dropped++;
      return;
    }
    this.#pending.add(call.key);
    this.#waiting.push(call);
    this.#next();
  };

  readonly takeCost = (session: string): number => {
    const micros = this.#costs.get(session) ?? 0;
    this.#costs.delete(session);
    return micros;
  };

  readonly view = (): OwnCallsView => ({ ...this.#counts });

  readonly stop = async (): Promise<void> => {
    this.#line.abort();
    while (this.#waiting.take() !== null);
    await Promise.all(this.#running);
  };

  #next(): void {
    while (this.#running.size < mostAtOnce) {
      const call = this.#waiting.take();
      if (call === null) return;
      const run = this.#run(call).finally(() => {
        this.#running.delete(run);
        this.#pending.delete(call.key);
        this.#next();
      });
      this.#running.add(run);
    }
  }

  /** Never rejects. */
  async #run(call: OwnCall): Promise<void> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), this.#options.deadlineMs ?? usualDeadlineMs);
    try {
      if ((await this.#spentToday()) >= this.#options.budgetMicros()) {
        this.#counts.dropped++;
        return;
      }
      if (this.#line.signal.aborted) return;
      this.#counts.asked++;
      const answer = await this.#options.run(call, AbortSignal.any([late.signal, this.#line.signal]));
      this.#book(call, answer);
      const text = answer.text?.trim() ?? "";
      if (text === "") throw new Error("no answer");
      this.#options.answers.put(call.key, text);
      this.#failures.delete(call.key);
    } catch (thrown) {
      this.#failed(call, thrown);
    } finally {
      clearTimeout(timer);
    }
  }

  #failed({ key }: OwnCall, thrown: unknown): void {
    if (this.#line.signal.aborted) return;
    this.#counts.failed++;
    const tries = (this.#failures.get(key)?.tries ?? 0) + 1;
    remember(this.#failures, key, { tries, at: this.#options.now() });
    this.#options.onTrouble(thrown instanceof Error ? thrown.name : "unknown"); // its message may quote a body
  }

  #book({ session }: OwnCall, { costMicros }: OwnAnswer): void {
    const micros = costMicros ?? unknownCostMicros;
    if (this.#day !== null) this.#day.micros += micros;
    this.#counts.costMicros += costMicros ?? 0;
    const id = session();
    if (id !== null) remember(this.#costs, id, (this.#costs.get(id) ?? 0) + (costMicros ?? 0));
  }

  async #spentToday(): Promise<number> {
    const from = Math.floor(this.#options.now() / dayMs) * dayMs;
    if (this.#day?.from !== from) {
      const isFirst = this.#day === null;
      const before = isFirst ? this.#options.spentSince(from).catch(() => 0) : Promise.resolve(0);
      this.#day = { from, before, micros: 0 };
    }
    const day = this.#day;
    return (await day.before) + day.micros;
  }
}

const remember = <Value>(map: Map<string, Value>, key: string, value: Value): void => {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > mostKnown && oldest !== undefined) map.delete(oldest);
};
