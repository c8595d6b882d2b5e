import type { Paths } from "../config/paths.ts";
import type { Upstream } from "../core/provider.ts";
import type { Clock } from "../lib/clock.ts";
import type { Elsewhere } from "./ledger/index.ts";
import type { Keeping } from "./ledger/upkeep.ts";
import type { LogLevel } from "./logs/log.ts";
import type { Rotation } from "./logs/rotating-file.ts";
import type { StoreOptions } from "./shared/index.ts";
import type { ChosenBy } from "./upstreams.ts";

/** With what the stores of a home are opened. */
export type StateOptions = {
  readonly paths: Paths;
  readonly clock: Clock;
  /** Names this run of the daemon in the ledger. */
  readonly run: string;
  /** The run that is about to end: what it has open is still running. Null where none is. */
  readonly predecessor?: string | null;
  readonly logLevel: LogLevel;
  /** When log files are begun anew; never unless told. */
  readonly rotation?: Rotation;
  /** Whether the times of each request are written down. */
  readonly logsPerformance?: boolean;
  readonly upstreams: readonly Upstream[];
  /** The upstream to begin with: given by a flag, else the last choice, else by the file. */
  readonly start: string;
  /** Which of them it was. */
  readonly startedBy?: ChosenBy;
  /** Whether a row of each request is kept. */
  readonly keepsLedger: boolean;
  /** How long; for ever where it is missing. */
  readonly keeping?: Keeping;
  /** Where its rows go as well. */
  readonly elsewhere?: Elsewhere | null;
  /** How many conversations are known, and how long one lasts without a request. */
  readonly sessions?: { readonly maxSessions: number; readonly idleMs: number };
  /** What several daemons share; without it this one is alone. */
  readonly store?: StoreOptions;
  /** Whether anything is kept on the disk at all. */
  readonly isKept?: boolean;
  /** For who looks at the daemon's own output: what its log cannot tell. */
  readonly warn: (text: string) => void;
};
