import type { LedgerOrder, LedgerReport } from "./worker.ts";

/** How the ledger is: rows that wait for the disk, rows that are lost for good, and why. */
export type LedgerHealth = { readonly waiting: number; readonly lost: number; readonly trouble: string | null };

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

/** Starts the thread. Trouble that it tells by itself goes to `onTrouble`, once each time it begins. */
export const startLedgerThread = (onTrouble: (message: string) => void): LedgerThread => {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  const questions = new Questions();
  let isOver = false;
  let health: LedgerHealth = { waiting: 0, lost: 0, trouble: null };
  let [sent, settled] = [0, 0];
  worker.onmessage = ({ data }: MessageEvent<LedgerReport>) => {
    switch (data.type) {
      case "answer":
        return questions.end(data.ticket)?.resolve(data.value);
      case "refusal":
        return questions.end(data.ticket)?.reject(new Error(data.message));
      case "moved-aside":
        return onTrouble(`The ledger was damaged; it has been moved to ${data.to} and a new one begun.`);
      case "settled":
        settled = data.rows;
        return;
      case "health":
        if (data.trouble !== null && health.trouble === null) onTrouble(`Cannot write the ledger: ${data.trouble}`);
        health = { waiting: data.waiting, lost: data.lost, trouble: data.trouble };
        return;
      default:
        return data satisfies never;
    }
  };
  // Bun ends a thread that throws: who waits for it must not wait for ever, and what it had is gone.
  worker.onerror = ({ message }) => {
    isOver = true;
    health = { waiting: 0, lost: health.lost + sent - settled, trouble: message };
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
      const { ticket, answer } = questions.begin();
      worker.postMessage(order(ticket));
      return answer;
    },
    health: () => health,
    end: () => worker.terminate(),
  };
};

/** What the thread was asked and has not answered. */
class Questions {
  readonly #asked = new Map<number, PromiseWithResolvers<unknown>>();
  #tickets = 0;

  begin(): { readonly ticket: number; readonly answer: Promise<unknown> } {
    const question = Promise.withResolvers<unknown>();
    const ticket = this.#tickets++;
    this.#asked.set(ticket, question);
    return { ticket, answer: question.promise };
  }

  end(ticket: number): PromiseWithResolvers<unknown> | undefined {
    const question = this.#asked.get(ticket);
    this.#asked.delete(ticket);
    return question;
  }

  endAll(why: string): void {
    for (const { reject } of this.#asked.values()) reject(new Error(why));
    this.#asked.clear();
  }
}
