import type { ElsewhereHealth } from "./shipper.ts";
import type { LedgerOrder, LedgerReport } from "./worker.ts";

/** How the ledger is: rows that wait for the disk, rows that are lost for good, and why. */
export type LedgerHealth = {
  readonly waiting: number;
  readonly lost: number;
  readonly trouble: string | null;
  /** The ledger elsewhere; missing where there is none. */
  readonly elsewhere?: ElsewhereHealth;
};

/** Who is told what the thread says by itself. */
export type LedgerEars = {
  /** Trouble, once each time it begins. */
  readonly onTrouble: (message: string) => void;
  /** How it is with the ledger elsewhere, at each change and now and then; at first `before` is null. */
  readonly onElsewhere?: (health: ElsewhereHealth, before: ElsewhereHealth | null) => void;
};

/** The thread that has the ledger's file, from outside. */
export type LedgerThread = {
  readonly order: (order: LedgerOrder) => void;
  /** Rows as JSON, so many of them. Those that a thread has not written when it dies are lost, and told as such. */
  readonly write: (rows: string, count: number) => void;
  /** Rejects with what the thread says is wrong. */
  readonly ask: (order: (ticket: number) => LedgerOrder) => Promise<unknown>;
  readonly health: () => LedgerHealth;
  readonly end: () => void;
};

/** Starts the thread. */
export const startLedgerThread = ({ onTrouble, onElsewhere }: LedgerEars): LedgerThread => {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  const questions = new Questions();
  let isOver = false;
  let health: LedgerHealth = { waiting: 0, lost: 0, trouble: null };
  let [sent, settled] = [0, 0];
  worker.onmessage = ({ data }: MessageEvent<LedgerReport>) => {
    switch (data.type) {
      case "answer":
      case "refusal":
        return questions.answer(data);
      case "trouble":
        return onTrouble(data.message);
      case "settled":
        settled = data.rows;
        return;
      case "health":
        if (data.trouble !== null && health.trouble === null) onTrouble(`Cannot write the ledger: ${data.trouble}`);
        health = { ...health, waiting: data.waiting, lost: data.lost, trouble: data.trouble };
        return;
      case "elsewhere":
        onElsewhere?.(data.health, health.elsewhere ?? null);
        health = { ...health, elsewhere: data.health };
        return;
      default:
        return data satisfies never;
    }
  };
  // Bun ends a thread that throws: who waits for it must not wait for ever, and what it had is gone.
  worker.onerror = ({ message }) => {
    isOver = true;
    health = { ...health, waiting: 0, lost: health.lost + sent - settled, trouble: message };
    onTrouble(`The ledger's thread has ended: ${message}`);
    questions.endAll(message);
  };
  return {
    order: (order) => worker.postMessage(order),
    write: (rows, count) => {
      sent += count;
      if (isOver) health = { ...health, lost: health.lost + count };
      else worker.postMessage({ type: "write", rows } satisfies LedgerOrder);
    },
    ask: (order) => {
      if (isOver) return Promise.reject(new Error(health.trouble ?? "the ledger's thread has ended"));
      return questions.ask((ticket) => worker.postMessage(order(ticket)));
    },
    health: () => health,
    end: () => worker.terminate(),
  };
};

/** What the thread was asked and has not answered. */
class Questions {
  readonly #asked = new Map<number, PromiseWithResolvers<unknown>>();
  #tickets = 0;

  ask(send: (ticket: number) => void): Promise<unknown> {
    const question = Promise.withResolvers<unknown>();
    const ticket = this.#tickets++;
    this.#asked.set(ticket, question);
    send(ticket);
    return question.promise;
  }

  answer(report: Extract<LedgerReport, { readonly ticket: number }>): void {
    const question = this.#asked.get(report.ticket);
    this.#asked.delete(report.ticket);
    if (report.type === "answer") question?.resolve(report.value);
    else question?.reject(new Error(report.message));
  }

  endAll(why: string): void {
    for (const { reject } of this.#asked.values()) reject(new Error(why));
    this.#asked.clear();
  }
}
