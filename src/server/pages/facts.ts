import type { BudgetsView } from "../../core/budget.ts";
import type { CacheFigures } from "../../core/cache-view.ts";
import type { Overload } from "../../core/limit.ts";
import type { OwnCallsView } from "../../core/own-call.ts";
import type { SharedStanding } from "../../core/shared.ts";
import type { MetricsView } from "../../state/metrics/index.ts";

/** What the daemon's own pages tell. */
export type PageFacts = {
  readonly version: string;
  readonly startedAt: number;
  readonly uptimeSeconds: number;
  readonly isDraining: boolean;
  readonly upstream: string;
  readonly totalRequests: number;
  readonly inFlight: number;
  /** Turned away at the door. */
  readonly refused: number;
  readonly internalErrors: number;
  readonly rssBytes: number;
  /** Rows of the ledger that could not be kept. */
  readonly ledgerLost: number;
  /** Rows that a ledger elsewhere does not have yet, or never will, and whether it takes any; null where there is none. */
  readonly spool: { readonly waiting: number; readonly givenUp: number; readonly isAway: boolean } | null;
  /** Of the latest requests; null while there are none. */
  readonly latency: { readonly p50Ms: number | null; readonly p95Ms: number | null; readonly ttftP50Ms: number | null };
  readonly metrics: () => MetricsView;
  readonly ownCalls: OwnCallsView;
  /** How often each limit has refused since the start, and how many wait for their turn. */
  readonly limits: { readonly refused: ReadonlyMap<string, number>; readonly waiting: number };
  readonly overload: Overload;
  /** Which of them are not asked just now: whether the circuit is open, and how many keys or models cool down. */
  readonly upstreams: readonly {
    readonly name: string;
    readonly isOpen: boolean;
    readonly cooling: { readonly key: number; readonly model: number };
  }[];
  /** What may be spent, and how much of it has been. */
  readonly budgets: BudgetsView;
  /** The cache of answers; null = it is off. */
  readonly cache: CacheFigures | null;
  /** How the store is that several daemons share; null = none is wanted. */
  readonly store: SharedStanding | null;
  readonly config: () => ConfigFacts;
};

/** What is in force, as anybody on this machine may see it: no key, no token, not even their ends. */
export type ConfigFacts = {
  readonly generation: number;
  readonly settings: Readonly<Record<string, { readonly value: unknown; readonly source: string }>>;
  readonly upstreams: readonly {
    readonly name: string;
    readonly provider: string;
    readonly region: string | null;
    readonly origin: string;
    readonly has_key: boolean;
  }[];
  /** The features that each request passes, the outermost first. */
  readonly middleware: readonly string[];
};
