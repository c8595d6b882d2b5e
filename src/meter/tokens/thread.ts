import type { Encoding } from "./ranks.ts";
import type { CountOrder, CountReport } from "./worker.ts";

/** The thread that counts, from outside. */
export type CountingThread = {
  /** The tokens of each text; null where it was not counted: too much waits already, or the thread has died over it. */
  readonly count: (texts: readonly string[], encoding: Encoding) => Promise<readonly number[] | null>;
  /** Whether it runs at this moment. */
  readonly isRunning: () => boolean;
  readonly stop: () => void;
};

/** Limits of the thread; all are for what waits or runs at one time. */
export type ThreadLimits = {
  readonly maxWaitingChars: number;
  readonly maxWaitingOrders: number;
  /** It ends when it has had nothing to do for this long, and gives its 70 MB back. */
  readonly idleMs: number;
};

const usual: ThreadLimits = { maxWaitingChars: 32 * 1024 * 1024, maxWaitingOrders: 256, idleMs: 60_000 };

type Waiting = { readonly chars: number; readonly resolve: (counts: readonly number[] | null) => void };

/** A thread that begins with the first text and again after each end; `file` is what it runs. */
export const createCountingThread = (
  limits: ThreadLimits = usual,
  file: URL = new URL("./worker.ts", import.meta.url),
): CountingThread => {
  const waiting = new Map<number, Waiting>();
  let waitingChars = 0;
  let tickets = 0;
  let worker: Worker | null = null;
  let idle: ReturnType<typeof setTimeout> | null = null;

  const settle = (ticket: number, counts: readonly number[] | null): void => {
    const order = waiting.get(ticket);
    if (order === undefined) return;
    waiting.delete(ticket);
    waitingChars -= order.chars;
    order.resolve(counts);
  };
  const end = (ending: Worker | null): void => {
    if (ending === null || ending !== worker) return; // another one runs already
    worker = null;
    if (idle !== null) clearTimeout(idle);
    idle = null;
    ending.terminate();
    for (const ticket of [...waiting.keys()]) settle(ticket, null);
  };
  const rest = (): void => {
    if (idle !== null) clearTimeout(idle);
    idle = waiting.size > 0 ? null : setTimeout(() => end(worker), limits.idleMs);
    idle?.unref();
  };
  const started = (): Worker => {
    const begun = new Worker(file);
    begun.unref(); // a daemon that stops does not wait for a count
    begun.onmessage = ({ data }: MessageEvent<CountReport>) => {
      settle(data.ticket, data.counts);
      rest();
    };
    begun.onerror = () => end(begun); // what it died over is not tried again: the estimate stays
    begun.addEventListener("close", () => end(begun));
    return begun;
  };
  return {
    count: (texts, encoding) => {
      const chars = texts.reduce((sum, text) => sum + text.length, 0);
      const isTooMuch = waitingChars + chars > limits.maxWaitingChars || waiting.size >= limits.maxWaitingOrders;
      if (isTooMuch) return Promise.resolve(null);
      worker ??= started();
      const ticket = tickets++;
      const { promise, resolve } = Promise.withResolvers<readonly number[] | null>();
      waiting.set(ticket, { chars, resolve });
      waitingChars += chars;
      rest();
      const order: CountOrder = { ticket, encoding, texts };
      worker.postMessage(order);
      return promise;
    },
    isRunning: () => worker !== null,
    stop: () => end(worker),
  };
};
