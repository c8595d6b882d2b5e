import type { Exchange } from "../../core/exchange.ts";
import type { RequestSummary } from "../../core/notice.ts";
import type { Outcome } from "../../core/outcome.ts";
import { notRouted, payerOf, type Routed, routedOf } from "../../core/routed.ts";
import type { Elsewhere, EverywhereStats } from "./elsewhere.ts";
import type { SessionSum, SessionsQuestion } from "./of-session.ts";
import type { EverywhereQuestion } from "./postgres/answer.ts";
import { writtenRouted } from "./routed.ts";
import { type Stats, type StatsQuestion, valuesOf } from "./row.ts";
import type { SpentGroup, SpentQuestion } from "./spent.ts";
import { summaryOf } from "./summary.ts";
import { type LedgerEars, type LedgerHealth, type LedgerThread, startLedgerThread } from "./thread.ts";
import type { Translations } from "./translations.ts";
import { type Keeping, keepAll } from "./upkeep.ts";

export type { Elsewhere, EverywhereStats } from "./elsewhere.ts";
export type { EverywhereQuestion } from "./postgres/answer.ts";
export type { ElsewhereHealth } from "./shipper.ts";
export type { LedgerHealth } from "./thread.ts";

type Options = LedgerEars & {
  /** Null: nothing is kept here, only what is in flight is known. */
  readonly file: string | null;
  /** Names this run of the daemon: what an earlier run left open was interrupted. */
  readonly run: string;
  /** But not of this one: it is still answering what it had begun. */
  readonly predecessor?: string | null;
  readonly tick: () => number;
  /** Where the rows go as well; nowhere where it is missing. */
  readonly elsewhere?: Elsewhere | null;
  /** How long rows and their sums are kept; for ever where it is missing. */
  readonly keeping?: Keeping;
};

/** Rows are written together, this long after the first of them. */
const groupMs = 100;

/** One row per accepted request, written in a thread of its own; accounting trouble never stops traffic. */
export class Ledger {
  readonly #run: string;
  readonly #tick: () => number;
  readonly #onTrouble: (error: Error) => void;
  readonly #thread: LedgerThread;
  /** Opened and not closed, in order of arrival. */
  readonly #running = new Map<string, Exchange>();
  readonly #journaled = new Set<string>();
  /** Rows as JSON, each followed by a comma: text is nothing for the garbage collector to look through. */
  #waiting = "";
  #waitingRows = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** The file is opened in the thread; trouble with it shows in `health` and `onTrouble`. */
  constructor({ file, run, predecessor = null, tick, keeping = keepAll, elsewhere = null, ...ears }: Options) {
    this.#run = run;
    this.#tick = tick;
    this.#onTrouble = (error) => ears.onTrouble(`The ledger was not closed: ${error.message}`);
    this.#thread = startLedgerThread(ears);
    this.#thread.order({ type: "open", file, run, predecessor, keeping, elsewhere });
  }

  open(exchange: Exchange): void {
    this.#running.set(exchange.id, exchange);
    this.#writeSoon();
  }

  close(exchange: Exchange, outcome: Outcome): RequestSummary {
    this.#running.delete(exchange.id);
    this.#journaled.delete(exchange.id);
    const summary = summaryOf(exchange, outcome);
    this.#add(exchange, summary);
    this.#writeSoon();
    return summary;
  }

  /** What has been opened and not closed, oldest first. */
  running(): Iterable<Exchange> {
    return this.#running.values();
  }

  inFlight(): number {
    return this.#running.size;
  }

  health(): LedgerHealth {
    return this.#thread.health();
  }

  /** Includes everything closed before the call. */
  stats(question: StatsQuestion): Promise<Stats> {
    this.#write();
    return this.#thread.ask((ticket) => ({ type: "stats", ticket, question })) as Promise<Stats>; // what the worker answers to that
  }

  /** Of all daemons that write into the ledger elsewhere. Rejects in a few words where that gives no answer. */
  everywhere(question: EverywhereQuestion): Promise<EverywhereStats> {
    this.#write();
    return this.#thread.ask((ticket) => ({ type: "everywhere", ticket, question })) as Promise<EverywhereStats>; // what the worker answers to that
  }

  /** What runs by this id; null where nothing does. */
  runningOne(id: string): Exchange | null {
    return this.#running.get(id) ?? null;
  }

  /** One that has ended; null where there is none, or no ledger is kept. */
  async request(id: string): Promise<RequestSummary | null> {
    this.#write();
    const row = await this.#thread.ask((ticket) => ({ type: "request", ticket, id })).catch(() => "null");
    return JSON.parse(String(row)) as RequestSummary | null; // what the worker answers to that
  }

  /** How one was led that has ended; nothing where no ledger is kept. */
  async routed(id: string): Promise<Routed> {
    this.#write();
    const routed = await this.#thread.ask((ticket) => ({ type: "routed", ticket, id })).catch(() => null);
    return routed === null ? notRouted : (JSON.parse(String(routed)) as Routed); // what the worker answers to that
  }

  /** The ids that begin so, the latest first; what still runs may be among them. */
  async idsLike(beginning: string, limit: number): Promise<readonly string[]> {
    this.#write();
    const ids = await this.#thread.ask((ticket) => ({ type: "ids", ticket, beginning, limit })).catch(() => "[]");
    return JSON.parse(String(ids)) as readonly string[]; // what the worker answers to that
  }

  /** What was translated in some time. */
  async translations(since: number, until: number | null): Promise<Translations> {
    this.#write();
    const told = await this.#thread.ask((ticket) => ({ type: "translations", ticket, since, until }));
    return JSON.parse(String(told)) as Translations; // what the worker answers to that
  }

  /** The requests of a session that have ended, in their order. */
  async ofSession(session: string): Promise<readonly RequestSummary[]> {
    this.#write();
    const rows = await this.#thread.ask((ticket) => ({ type: "session", ticket, session }));
    return JSON.parse(String(rows)) as readonly RequestSummary[]; // what the worker answers to that
  }

  /** The latest sessions, each with what all of its requests come to. */
  async sessions(question: SessionsQuestion): Promise<readonly SessionSum[]> {
    this.#write();
    const sums = await this.#thread.ask((ticket) => ({ type: "sessions", ticket, question }));
    return JSON.parse(String(sums)) as readonly SessionSum[]; // what the worker answers to that
  }

  /** What was spent by all that has been closed before the call. Rejects where no ledger is kept. */
  async spent(question: SpentQuestion): Promise<readonly SpentGroup[]> {
    this.#write();
    const groups = await this.#thread.ask((ticket) => ({ type: "spent", ticket, question }));
    return JSON.parse(String(groups)) as readonly SpentGroup[]; // what the worker answers to that
  }

  /** Resolves when everything closed so far is in the file. */
  async flush(): Promise<void> {
    this.#write();
    await this.#thread.ask((ticket) => ({ type: "flush", ticket }));
  }

  /** Writes what waits, then ends the thread. Never rejects: trouble with the file must not keep a daemon alive. */
  async stop(): Promise<void> {
    this.#write();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#thread.ask((ticket) => ({ type: "close", ticket })).catch(this.#onTrouble);
    this.#thread.end();
  }

  #writeSoon(): void {
    this.#timer ??= setTimeout(() => this.#write(), groupMs);
  }

  #write(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#journal();
    if (this.#waiting !== "") this.#thread.write(`[${this.#waiting.slice(0, -1)}]`, this.#waitingRows);
    this.#waiting = "";
    this.#waitingRows = 0;
    if (this.#running.size > this.#journaled.size) this.#writeSoon();
  }

  /** What has been open for a while is written as interrupted now, so that kill -9 cannot make it vanish. */
  #journal(): void {
    const now = this.#tick();
    for (const [id, exchange] of this.#running) {
      if (now - exchange.startedTick < groupMs) return; // the rest is younger
      if (this.#journaled.has(id)) continue;
      this.#journaled.add(id);
      this.#add(exchange, summaryOf(exchange, null));
    }
  }

  #add(exchange: Exchange, request: RequestSummary): void {
    this.#waitingRows++;
    const routed = writtenRouted({ ...routedOf(exchange), ...payerOf(exchange) });
    this.#waiting += `${JSON.stringify(valuesOf(request, this.#run, routed))},`;
  }
}
