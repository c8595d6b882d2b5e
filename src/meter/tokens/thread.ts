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

/** A thread that begins with the first text and again after each end; `file` is what it runs. */
export const createCountingThread = (
  limits: ThreadLimits = usual,
  file: URL = new URL("./worker.ts", import.meta.url),
): CountingThread => {
  const thread = new Thread(limits, file);
  return { count: thread.count, isRunning: thread.isRunning, stop: thread.stop };
};

type Waiting = { readonly chars: number; readonly resolve: (counts: readonly number[] | null) => void };

class Thread implements CountingThread {
  readonly #limits: ThreadLimits;
  readonly #file: URL;
  readonly #waiting = new Map<number, Waiting>();
  #waitingChars = 0;
  #tickets = 0;
  #worker: Worker | null = null;
  #idle: ReturnType<typeof setTimeout> | null = null;

  constructor(limits: ThreadLimits, file: URL) {
    this.#limits = limits;
    this.#file = file;
  }

  readonly count = (texts: readonly string[], encoding: Encoding): Promise<readonly number[] | null> => {
    const chars = texts.reduce((sum, text) => sum + text.length, 0);
    const { maxWaitingChars, maxWaitingOrders } = this.#limits;
    if (this.#waitingChars + chars > maxWaitingChars || this.#waiting.size >= maxWaitingOrders)
      return Promise.resolve(null);
    this.#worker ??= this.#start();
    const ticket = this.#tickets++;
    const { promise, resolve } = Promise.withResolvers<readonly number[] | null>();
    this.#waiting.set(ticket, { chars, resolve });
    this.#waitingChars += chars;
    this.#rest();
    const order: CountOrder = { ticket, encoding, texts };
    this.#worker.postMessage(order);
    return promise;
  };

  readonly isRunning = (): boolean => this.#worker !== null;

  readonly stop = (): void => this.#end(this.#worker);

  #start(): Worker {
    const worker = new Worker(this.#file);
    worker.unref(); // a daemon that stops does not wait for a count
    worker.onmessage = ({ data }: MessageEvent<CountReport>) => {
      this.#settle(data.ticket, data.counts);
      this.#rest();
    };
    worker.onerror = () => this.#end(worker); // what it died over is not tried again: the estimate stays
    worker.addEventListener("close", () => this.#end(worker));
    return worker;
  }

  #settle(ticket: number, counts: readonly number[] | null): void {
    const order = this.#waiting.get(ticket);
    if (order === undefined) return;
    this.#waiting.delete(ticket);
    this.#waitingChars -= order.chars;
    order.resolve(counts);
  }

  /** With nothing to do its end comes nearer; with something it does not. */
  #rest(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = this.#waiting.size > 0 ? null : setTimeout(this.stop, this.#limits.idleMs);
    this.#idle?.unref();
  }

  #end(worker: Worker | null): void {
    if (worker === null || worker !== this.#worker) return; // another one runs already
    this.#worker = null;
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    worker.terminate();
    for (const ticket of [...this.#waiting.keys()]) this.#settle(ticket, null);
  }
}
