import { isCorrupt, type LedgerDatabase, moveAside, openLedgerDatabase } from "./database.ts";
import type { RowValues, StatsQuestion } from "./row.ts";

/** What the ledger's thread is asked. */
export type LedgerOrder =
  /** Without a file nothing is kept. */
  | { readonly type: "open"; readonly file: string | null; readonly run: string }
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

/** How soon a disk that was full is tried again, when no new row comes. */
const retryMs = 1000;

declare const self: Worker;

let place: { readonly file: string; readonly run: string } | null = null;
let database: LedgerDatabase | null = null;
let waiting: RowValues[] = [];
let lost = 0;
let trouble: string | null = null;
let retry: ReturnType<typeof setTimeout> | null = null;

const report = (message: LedgerReport): void => self.postMessage(message);
const movedAside = (to: string): void => report({ type: "moved-aside", to });

/** The open file; opens it where that has not worked before. */
const opened = (): LedgerDatabase => {
  if (place === null) throw new Error("the ledger is switched off (ledger.enabled)");
  database ??= openLedgerDatabase(place.file, place.run, Date.now, movedAside);
  return database;
};

/** A file that turns out to be damaged while it is in use is kept aside, and the rows go into a new one. */
const writeWaiting = (): void => {
  try {
    opened().write(waiting);
  } catch (error) {
    if (!isCorrupt(error) || place === null) throw error;
    database?.close();
    database = null;
    movedAside(moveAside(place.file, Date.now()));
    opened().write(waiting);
  }
  waiting = [];
};

const write = (rows: readonly RowValues[]): void => {
  if (place === null) return;
  for (const row of rows) waiting.push(row);
  try {
    writeWaiting();
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
    retry ??= setTimeout(() => {
      retry = null;
      write([]);
    }, retryMs);
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
      place = data.file === null ? null : { file: data.file, run: data.run };
      return write([]);
    case "write":
      return write(JSON.parse(data.rows));
    case "flush":
      return answer(data.ticket, () => write([]));
    case "close":
      return answer(data.ticket, () => {
        write([]);
        if (retry !== null) clearTimeout(retry);
        database?.close();
      });
    case "stats":
      return answer(data.ticket, () => opened().stats(data.question));
    default:
      return data satisfies never;
  }
};
