import type { Exchange } from "../../core/exchange.ts";
import type { RequestSummary } from "../../core/notice.ts";
import type { Outcome } from "../../core/outcome.ts";
import { type RowValues, type Stats, type StatsQuestion, valuesOf } from "./row.ts";
import { summaryOf } from "./summary.ts";
import type { LedgerOrder, LedgerReport } from "./worker.ts";

/** How the ledger is: rows that wait for the disk, rows that are lost for good, and why. */
export type LedgerHealth = { readonly waiting: number; readonly lost: number; readonly trouble: string | null };

/** One row per accepted request, written in a thread of its own; accounting trouble never stops traffic. */
export type Ledger = {
  readonly open: (exchange: Exchange) => void;
  readonly close: (exchange: Exchange, outcome: Outcome) => RequestSummary;
  /** What has been opened and not closed, oldest first. */
  readonly running: () => Iterable<Exchange>;
  readonly inFlight: () => number;
  readonly health: () => LedgerHealth;
  /** Includes everything closed before the call. */
  readonly stats: (question: StatsQuestion) => Promise<Stats>;
  /** Resolves when everything closed so far is in the file. */
  readonly flush: () => Promise<void>;
  /** Writes what waits, then ends the thread. */
  readonly stop: () => Promise<void>;
};

type Options = {
  readonly file: string;
  readonly run: string;
  readonly tick: () => number;
  readonly onTrouble: (message: string) => void;
};

/** Rows are written together, this long after the first of them. */
const groupMs = 100;

/** Opens the ledger. The file is opened in the worker; trouble with it shows in `health` and `onTrouble`. */
export const createLedger = ({ file, run, tick, onTrouble }: Options): Ledger => {
  const thread = createThread(onTrouble);
  const running = new Map<string, Exchange>();
  const journaled = new Set<string>();
  let closed: RowValues[] = [];
  let timer: ReturnType<typeof setTimeout> | null = null;

  const write = (): void => {
    timer = null;
    // What has been open for a while is written as interrupted now, so that kill -9 cannot make it vanish.
    const now = tick();
    for (const [id, exchange] of running) {
      if (now - exchange.startedTick < groupMs) break; // in order of arrival: the rest is younger
      if (journaled.has(id)) continue;
      journaled.add(id);
      closed.push(valuesOf({ ...summaryOf(exchange, null), run }));
    }
    if (closed.length > 0) thread.order({ type: "write", rows: JSON.stringify(closed) });
    closed = [];
    if (running.size > journaled.size) arm();
  };
  const arm = (): void => {
    timer ??= setTimeout(write, groupMs);
  };
  const writeNow = (): void => {
    if (timer !== null) clearTimeout(timer);
    write();
  };

  thread.order({ type: "open", file, run });
  return {
    open: (exchange) => {
      running.set(exchange.id, exchange);
      arm();
    },
    close: (exchange, outcome) => {
      running.delete(exchange.id);
      journaled.delete(exchange.id);
      const summary = summaryOf(exchange, outcome);
      closed.push(valuesOf({ ...summary, run }));
      arm();
      return summary;
    },
    running: () => running.values(),
    inFlight: () => running.size,
    health: thread.health,
    stats: (question) => {
      writeNow();
      return thread.ask((ticket) => ({ type: "stats", ticket, question })) as Promise<Stats>;
    },
    flush: async () => {
      writeNow();
      await thread.ask((ticket) => ({ type: "flush", ticket }));
    },
    stop: async () => {
      writeNow();
      if (timer !== null) clearTimeout(timer);
      await thread.ask((ticket) => ({ type: "close", ticket }));
      thread.end();
    },
  };
};

const createThread = (onTrouble: (message: string) => void) => {
  const worker = new Worker(new URL("./worker.ts", import.meta.url));
  const asked = new Map<number, PromiseWithResolvers<unknown>>();
  let tickets = 0;
  let health: LedgerHealth = { waiting: 0, lost: 0, trouble: null };
  worker.onmessage = ({ data }: MessageEvent<LedgerReport>) => {
    switch (data.type) {
      case "answer":
        asked.get(data.ticket)?.resolve(data.value);
        asked.delete(data.ticket);
        return;
      case "refusal":
        asked.get(data.ticket)?.reject(new Error(data.message));
        asked.delete(data.ticket);
        return;
      case "moved-aside":
        return onTrouble(`The ledger was damaged; it has been moved to ${data.to} and a new one begun.`);
      case "health":
        if (data.trouble !== null && health.trouble === null) onTrouble(`Cannot write the ledger: ${data.trouble}`);
        health = { waiting: data.waiting, lost: data.lost, trouble: data.trouble };
        return;
      default:
        return data satisfies never;
    }
  };
  return {
    order: (order: LedgerOrder) => worker.postMessage(order),
    ask: (order: (ticket: number) => LedgerOrder): Promise<unknown> => {
      const ticket = tickets++;
      const answer = Promise.withResolvers<unknown>();
      asked.set(ticket, answer);
      worker.postMessage(order(ticket));
      return answer.promise;
    },
    health: () => health,
    end: () => worker.terminate(),
  };
};
