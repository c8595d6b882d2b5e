import { type LedgerDatabase, openLedgerDatabase } from "./database.ts";
import { type Elsewhere, type ElsewhereLink, linkElsewhere, targetOf } from "./elsewhere.ts";
import { isCorrupt, isRefused, moveAside } from "./file.ts";
import { leaveOver, leftOver, takenOver } from "./left-over.ts";
import type { SessionsQuestion } from "./of-session.ts";
import type { EverywhereQuestion } from "./postgres/answer.ts";
import type { RowValues, StatsQuestion } from "./row.ts";
import type { ElsewhereHealth } from "./shipper.ts";
import type { SpentQuestion } from "./spent.ts";
import type { Spooling } from "./spool.ts";
import { type Keeping, keepAll } from "./upkeep.ts";

/** What the ledger's thread is asked. */
export type LedgerOrder =
  /** Without a file nothing is kept but what is to go elsewhere, until it is there. */
  | {
      readonly type: "open";
      readonly file: string | null;
      readonly run: string;
      readonly predecessor?: string | null;
      readonly keeping?: Keeping;
      readonly elsewhere?: Elsewhere | null;
    }
  /** Rows as JSON: a string crosses to another thread several times faster than what it stands for. */
  | { readonly type: "write"; readonly rows: string }
  | { readonly type: "stats"; readonly ticket: number; readonly question: StatsQuestion }
  | { readonly type: "everywhere"; readonly ticket: number; readonly question: EverywhereQuestion }
  | { readonly type: "request"; readonly ticket: number; readonly id: string }
  | { readonly type: "routed"; readonly ticket: number; readonly id: string }
  | { readonly type: "ids"; readonly ticket: number; readonly beginning: string; readonly limit: number }
  | { readonly type: "translations"; readonly ticket: number; readonly since: number; readonly until: number | null }
  | { readonly type: "session"; readonly ticket: number; readonly session: string }
  | { readonly type: "sessions"; readonly ticket: number; readonly question: SessionsQuestion }
  | { readonly type: "spent"; readonly ticket: number; readonly question: SpentQuestion }
  | { readonly type: "flush"; readonly ticket: number }
  | { readonly type: "close"; readonly ticket: number };

/** What it says back. */
export type LedgerReport =
  | { readonly type: "answer"; readonly ticket: number; readonly value: unknown }
  | { readonly type: "refusal"; readonly ticket: number; readonly message: string }
  /** For people, once. */
  | { readonly type: "trouble"; readonly message: string }
  /** How many rows there is no need to wait for any more, since the beginning: they are in the file, or lost and told. */
  | { readonly type: "settled"; readonly rows: number }
  | { readonly type: "elsewhere"; readonly health: ElsewhereHealth }
  | { readonly type: "health"; readonly waiting: number; readonly lost: number; readonly trouble: string | null };

/** Rows that a full disk makes us keep; beyond that they are lost, counted and told. */
const maxWaiting = 10_000;

/** How soon a disk that was full is tried again, when no new row comes. */
const retryMs = 1000;

declare const self: Worker;

/** How soon upkeep is tried again after it has failed. */
const stuckMs = 60_000;

/** How often it is looked whether something has been kept long enough. */
const tidyMs = 3_600_000;

type Place = {
  readonly file: string;
  readonly run: string;
  readonly predecessor: string | null;
  readonly keeping: Keeping;
  readonly spooling: Spooling | null;
};

let place: Place | null = null;
let database: LedgerDatabase | null = null;
let link: ElsewhereLink | null = null;
let waiting: RowValues[] = [];
let lost = 0;
let trouble: string | null = null;
let retry: ReturnType<typeof setTimeout> | null = null;
let tidying: ReturnType<typeof setTimeout> | null = null;
let settled = 0;
/** Whether the disk does not let old rows be summed up: then nobody waits for that. */
let isStuck = false;
/** Questions about a time that is not summed up yet. */
let unready: { readonly ticket: number; readonly question: StatsQuestion }[] = [];

const report = (message: LedgerReport): void => self.postMessage(message);
const tell = (message: string): void => report({ type: "trouble", message });
const movedAside = (to: string): void =>
  tell(`The ledger was damaged; it has been moved to ${to} and a new one begun.`);

/** The open file; opens it where that has not worked before. */
const opened = (): LedgerDatabase => {
  if (place === null) throw new Error("the ledger is switched off (ledger.enabled)");
  if (database !== null) return database;
  database = openLedgerDatabase({ ...place, now: Date.now, movedAside });
  tidySoon(0);
  return database;
};

/** The same for who asks: what is only on its way is no ledger. */
const answering = (): LedgerDatabase => {
  if (place?.spooling?.isOnly === true) throw new Error("the ledger is switched off (ledger.enabled)");
  return opened();
};

/** A file that turns out to be damaged while it is in use is kept aside, and the rows go into a new one. */
const writeWaiting = (): void => {
  try {
    opened().write(waiting);
  } catch (error) {
    if (isRefused(error)) return writeOneByOne();
    if (!isCorrupt(error) || place === null) throw error;
    database?.close();
    database = null;
    movedAside(moveAside(place.file, Date.now()));
    opened().write(waiting);
  }
  settled += waiting.length;
  waiting = [];
};

/** A row that the table does not take is lost by itself: the others must not wait for ever behind it. */
const writeOneByOne = (): void => {
  while (waiting.length > 0) {
    try {
      opened().write(waiting.slice(0, 1));
    } catch (error) {
      if (!isRefused(error)) throw error;
      lost++;
    }
    settled++;
    waiting.shift();
  }
};

/** Old rows are summed up and forgotten in slices, so that what comes meanwhile has its turn after a few milliseconds. */
const tidySoon = (ms: number): void => {
  if (tidying !== null) clearTimeout(tidying);
  tidying = setTimeout(() => {
    try {
      tidySoon(database?.tidy() === true ? 0 : tidyMs);
      isStuck = false;
      answerUnready((question) => opened().isReady(question.since));
    } catch {
      tidySoon(stuckMs); // a full disk: until then the rows themselves give the answers
      isStuck = true;
      answerUnready(() => true);
    }
  }, ms);
};

const answerUnready = (isReady: (question: StatsQuestion) => boolean): void => {
  const asked = Map.groupBy(unready, ({ question }) => isReady(question));
  unready = asked.get(false) ?? [];
  for (const { ticket, question } of asked.get(true) ?? []) answer(ticket, () => answering().stats(question));
};

const ask = (ticket: number, question: StatsQuestion): void => {
  if (database === null || isStuck || database.isReady(question.since))
    answer(ticket, () => answering().stats(question));
  else unready.push({ ticket, question });
};

const settle = (rows: number): void => {
  settled += rows;
  report({ type: "settled", rows: settled });
};

const write = (rows: readonly RowValues[]): void => {
  if (place === null) return settle(rows.length);
  for (const row of rows) waiting.push(row);
  const lostBefore = lost;
  try {
    writeWaiting();
    if (trouble !== null || lost > lostBefore) report({ type: "health", waiting: 0, lost, trouble: null });
    trouble = null;
    if (rows.length > 0) settle(0);
    if (database?.isUnsettled() === true) tidySoon(0);
    link?.nudge();
  } catch (error) {
    const excess = waiting.length - maxWaiting;
    if (excess > 0) {
      waiting.splice(0, excess);
      lost += excess;
      settled += excess;
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
    refuse(ticket, error);
  }
};

const refuse = (ticket: number, error: unknown): void =>
  report({ type: "refusal", ticket, message: error instanceof Error ? error.message : "unknown" });

/** What is kept only until it is there need not be told of. */
const briefly: Keeping = { rowDays: 1, sumDays: 1 };

const open = ({
  file,
  run,
  predecessor = null,
  keeping = keepAll,
  elsewhere = null,
}: Extract<LedgerOrder, { type: "open" }>): void => {
  const isOnly = file === null;
  if (isOnly && elsewhere === null) return write([]);
  const spooling = elsewhere === null ? null : { target: targetOf(elsewhere), maxRows: elsewhere.maxRows, isOnly };
  place = { file: file ?? ":memory:", run, predecessor, keeping: isOnly ? briefly : keeping, spooling };
  const left = leftOver(place.file);
  write(left);
  if (left.length > 0 && waiting.length === 0) takenOver(place.file);
  if (elsewhere === null) return;
  link = linkElsewhere(elsewhere, {
    spool: () => database?.spool ?? null,
    isInMemory: place.file === ":memory:",
    tell: (health) => report({ type: "elsewhere", health }),
  });
  link.nudge();
};

/** What elsewhere does not take quickly stays in the file and goes at the next start, as does what the file does not take. */
const close = async (ticket: number): Promise<void> => {
  write([]);
  const untaken = waiting.length;
  if (untaken > 0 && place !== null) {
    const where = leaveOver(place.file, waiting) ? "they are written at the next start" : "they are lost";
    tell(`${untaken} rows of the ledger could not be written before the end (${trouble}); ${where}.`);
  }
  await link?.end();
  const unsent = place?.file === ":memory:" ? (database?.spool?.waiting() ?? 0) : 0;
  if (unsent > 0) tell(`${unsent} rows of the ledger could not be sent to PostgreSQL; they are lost.`);
  answer(ticket, () => {
    if (retry !== null) clearTimeout(retry);
    if (tidying !== null) clearTimeout(tidying);
    database?.close();
  });
};

const everywhere = async (ticket: number, question: EverywhereQuestion): Promise<void> => {
  try {
    if (link === null) throw new Error("no ledger elsewhere is set (store.ledger_url)");
    const value = await link.stats(question);
    answer(ticket, () => value);
  } catch (error) {
    refuse(ticket, error);
  }
};

self.onmessage = ({ data }: MessageEvent<LedgerOrder>) => {
  switch (data.type) {
    case "open":
      return open(data);
    case "write":
      return write(JSON.parse(data.rows));
    case "flush":
      return answer(data.ticket, () => write([]));
    case "close":
      return void close(data.ticket);
    case "everywhere":
      return void everywhere(data.ticket, data.question);
    case "request":
      return answer(data.ticket, () => JSON.stringify(answering().request(data.id)));
    case "routed":
      return answer(data.ticket, () => JSON.stringify(answering().routed(data.id)));
    case "ids":
      return answer(data.ticket, () => JSON.stringify(answering().idsLike(data.beginning, data.limit)));
    case "translations":
      return answer(data.ticket, () =>
        JSON.stringify(answering().translations(data.since, data.until ?? Number.POSITIVE_INFINITY)),
      );
    case "session":
      return answer(data.ticket, () => JSON.stringify(answering().ofSession(data.session)));
    case "sessions":
      return answer(data.ticket, () => JSON.stringify(answering().sessions(data.question)));
    case "spent":
      return answer(data.ticket, () => JSON.stringify(answering().spent(data.question)));
    case "stats":
      return ask(data.ticket, data.question);
    default:
      return data satisfies never;
  }
};
