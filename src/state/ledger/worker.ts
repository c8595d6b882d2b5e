import { type LedgerDatabase, openLedgerDatabase } from "./database.ts";
import type { RowValues, StatsQuestion } from "./row.ts";

/** What the ledger's thread is asked. */
export type LedgerOrder =
  | { readonly type: "open"; readonly file: string; readonly run: string }
  /** Rows as JSON: a string crosses to another thread several times faster than what it stands for. */
  | { readonly type: "write"; readonly rows: string }
  | { readonly type: "stats"; readonly ticket: number; readonly question: StatsQuestion }
  | { readonly type: "flush"; readonly ticket: number }
  | { readonly type: "close"; readonly ticket: number };

/** What it says back. */
export type LedgerReport =
  | { readonly type: "answer"; readonly ticket: number; readonly value: unknown }
  | { readonly type: "refusal"; readonly ticket: number; readonly message: string }
  | { readonly type: "moved-aside"; readonly to: string }
  | { readonly type: "health"; readonly waiting: number; readonly lost: number; readonly trouble: string | null };

/** Rows that a full disk makes us keep; beyond that they are lost, counted and told. */
const maxWaiting = 10_000;

declare const self: Worker;

let database: LedgerDatabase | null = null;
let waiting: RowValues[] = [];
let lost = 0;
let trouble: string | null = null;

const report = (message: LedgerReport): void => self.postMessage(message);

const write = (rows: readonly RowValues[]): void => {
  waiting.push(...rows);
  try {
    if (database === null) throw new Error(trouble ?? "the ledger is not open");
    database.write(waiting);
    waiting = [];
    if (trouble !== null) report({ type: "health", waiting: 0, lost, trouble: null });
    trouble = null;
  } catch (error) {
    const excess = waiting.length - maxWaiting;
    if (excess > 0) {
      waiting.splice(0, excess);
      lost += excess;
    }
    trouble = error instanceof Error ? error.message : "unknown";
    report({ type: "health", waiting: waiting.length, lost, trouble });
  }
};

const open = (file: string, run: string): void => {
  try {
    database = openLedgerDatabase(file, run, Date.now, (to) => report({ type: "moved-aside", to }));
  } catch (error) {
    trouble = error instanceof Error ? error.message : "unknown";
    report({ type: "health", waiting: 0, lost: 0, trouble });
  }
};

const answer = (ticket: number, work: () => unknown): void => {
  try {
    report({ type: "answer", ticket, value: work() });
  } catch (error) {
    report({ type: "refusal", ticket, message: error instanceof Error ? error.message : "unknown" });
  }
};

self.onmessage = ({ data }: MessageEvent<LedgerOrder>) => {
  switch (data.type) {
    case "open":
      return open(data.file, data.run);
    case "write":
      return write(JSON.parse(data.rows));
    case "flush":
      return answer(data.ticket, () => write([]));
    case "close":
      return answer(data.ticket, () => {
        write([]);
        database?.close();
      });
    case "stats":
      return answer(data.ticket, () => {
        if (database === null) throw new Error(trouble ?? "the ledger is not open");
        return database.stats(data.question);
      });
    default:
      return data satisfies never;
  }
};
