import type { Said } from "../config/layers/load.ts";
import type { BudgetsView } from "../core/budget.ts";
import type { CacheFigures } from "../core/cache-view.ts";
import type { Examined } from "../core/examined.ts";
import type { MemoryStatus } from "../core/memory.ts";
import type { OtherDaemon } from "../core/other-daemon.ts";
import type { Problem } from "../core/problem.ts";
import type { SharedStanding } from "../core/shared.ts";
import type { KeptView } from "../state/kept/index.ts";
import type { LedgerHealth } from "../state/ledger/index.ts";
import type { ShadowView } from "../state/sessions/view.ts";
import type { Standing } from "../state/standings.ts";
import type { TallyView } from "../state/tally.ts";
import type { TodayView } from "../state/today.ts";
import type { TraceHealth } from "../state/traces/index.ts";

/** Whether requests are written into files, and how that goes. */
export type TraceStatus = TraceHealth & {
  readonly isOn: boolean;
  /** Whether prompts and answers are in them. */
  readonly hasBodies: boolean;
  readonly folder: string;
};

/** How the daemon is. */
export type Status = {
  readonly version: string;
  readonly pid: number;
  readonly url: string;
  readonly startedAt: number;
  readonly uptimeMs: number;
  readonly upstream: string;
  readonly previousUpstream: string | null;
  /** Counts the configurations that have been in force since the start. */
  readonly generation: number;
  /** Settings that have changed in the files and wait for a restart. */
  readonly needsRestart: readonly string[];
  readonly isDraining: boolean;
  /** Whether other machines can reach it; then every request needs a token. */
  readonly isExposed: boolean;
  /** Whether it is the one of `proxy-cli demo`: what it tells is made up, and nothing leaves this computer. */
  readonly isDemo: boolean;
  readonly inFlight: number;
  /** Of those: that wait for their turn under a limit. An older daemon does not say. */
  readonly queued?: number;
  readonly tally: TallyView;
  /** Since midnight where the daemon runs; null while the ledger is still asked, just after the start. */
  readonly today: TodayView | null;
  /** What could have been saved since midnight by leaving things out; null = nothing was looked at, or that is done already. */
  readonly shadow?: ShadowView | null;
  readonly ledger: LedgerHealth;
  readonly droppedLogLines: number;
  /** Requests and answers as files. */
  readonly trace: TraceStatus;
  /** The latest requests as a whole, in memory. */
  readonly kept: KeptView;
  /** What is left out of conversations. */
  readonly memory: MemoryStatus;
  /** How the store is that several daemons share; null = this one is alone by its settings. An older daemon does not say. */
  readonly store?: SharedStanding | null;
  /** The other daemons of that store. An older daemon does not say. */
  readonly daemons?: readonly OtherDaemon[];
  /** What may be spent, and how much of it has been. */
  readonly budgets?: BudgetsView;
  /** The cache of answers; null = it is off. An older daemon does not say. */
  readonly cache?: CacheFigures | null;
  readonly watchers: number;
  readonly rssBytes: number;
  /** Mistakes of ours since the start; each has a line in the log. */
  readonly internalErrors: number;
  /** How late the daemon came to its turns at worst in the last minute, in milliseconds. */
  readonly loopLagMs: number;
  /** Bytes of request bodies in memory. */
  readonly heldBodyBytes: number;
  /** Answers that still come from upstreams which are no longer configured. */
  readonly draining: number;
  /** With `start --paranoid`: how often each invariant was broken, by its number; null = nobody looks. */
  readonly violations: Readonly<Record<string, number>> | null;
  /** The same: how many pieces of answers went by, and within how long 99 of a hundred were passed on, in milliseconds. */
  readonly delay?: { readonly pieces: number; readonly p99Ms: number | null } | null;
  /** Things a person should know, as sentences. */
  readonly warnings: readonly string[];
};

/** An upstream as people see it; its key only as a hint. */
export type UpstreamView = Standing & {
  readonly name: string;
  readonly provider: string;
  readonly region: string | null;
  readonly endpoint: string;
  readonly dialects: readonly string[];
  /** Where each of its formats is answered. */
  readonly addresses: readonly { readonly dialects: readonly string[]; readonly url: string }[];
  readonly isCurrent: boolean;
  /** The simulator: no key has to be right. */
  readonly takesAnyKey: boolean;
  /** How its key may be shown; null = the client's own key travels. */
  readonly key: string | null;
  /** The same of all of them, where there are several. */
  readonly keys?: readonly string[];
  readonly inFlight: number;
};

/** Every upstream, and those that are gone but still answer. */
export type UpstreamsView = {
  readonly current: string;
  readonly upstreams: readonly UpstreamView[];
  /** Removed ones whose answers are still running; they end by themselves. */
  readonly draining: readonly { readonly name: string; readonly inFlight: number }[];
};

/** What a reset has forgotten. */
export type UpstreamReset = {
  readonly name: string;
  /** Whether nothing was sent there. */
  readonly wasOpen: boolean;
  /** How many keys and models were left alone. */
  readonly coolDowns: number;
};

/** What a test of one upstream found. */
export type UpstreamTest = Examined & { readonly name: string };

/** What a switch did, or would do. */
export type Switched = {
  readonly from: string;
  readonly to: string;
  readonly changed: boolean;
  /** Answers that stay where they began. */
  readonly staying: number;
  readonly latencyMs: number | null;
  /** What it will cost or break, as sentences. */
  readonly warnings: readonly string[];
  /** Null where nobody can say: no daemon runs, or each conversation goes to a vendor of its own. */
  readonly coldCache: ColdCache | null;
  /** The formats in which requests came lately, each with the one that is spoken there. */
  readonly formats: readonly { readonly from: string; readonly to: string }[];
  /** Models that were asked for lately and are called otherwise there. */
  readonly models: readonly { readonly from: string; readonly to: string }[];
  /** What another format cannot take as it is, as sentences, where a request has it. */
  readonly losses: readonly string[];
  /** The one conversation that it is about; null = all. */
  readonly session: string | null;
  /** What is asked for in it, whatever the client asks for. */
  readonly model: string | null;
};

/** What conversations lose that were active lately: the new upstream has nothing of them in its prompt cache. */
export type ColdCache = {
  readonly sessions: number;
  /** Tokens of their prompts that the old upstream has in its cache. */
  readonly tokens: number;
  /** What their next turns cost more, in micro-dollars; null = a price is not known. */
  readonly costMicros: number | null;
};

/** One setting: its value in force, and what else was said about it. */
export type SettingView = Said & {
  readonly name: string;
  /** What weaker places say, the strongest of them first; the default is not among them. */
  readonly overridden: readonly Said[];
  /** What a restart would bring; null when that is in force. */
  readonly afterRestart: Said | null;
};

/** Settings in force, with where each comes from. */
export type ConfigView = {
  readonly generation: number;
  /** The config.yaml that this daemon reads. */
  readonly file: string;
  /** The file of variables that it reads; null where `start` named none. */
  readonly envFile: string | null;
  readonly settings: readonly SettingView[];
};

/** What a reload did. */
export type Reloaded = {
  readonly generation: number;
  readonly needsRestart: readonly string[];
  /** What is odd in the files and was taken all the same. */
  readonly warnings: readonly Problem[];
};

/** What some requests cost; see `StatsGroup`. */
export type Spent = {
  readonly requests: number;
  readonly costMicros: number | null;
  readonly unknownCost: number;
  readonly estimatedCost: number;
};

/** What a prompt or a tool's status line shows. */
export type Statusline = {
  readonly upstream: string;
  /** Of the latest request; null before the first. */
  readonly model: string | null;
  /** Since midnight; null while the ledger is still asked. */
  readonly today: (Spent & { readonly savedTokens: number; readonly inputTokens: number | null }) | null;
  /** The conversation that was asked about, since yesterday; null where it is not known. */
  readonly session: (Spent & { readonly id: string }) | null;
  /** The fullest budget; null = none is set, or nothing was spent. */
  readonly budget?: { readonly id: string; readonly share: number; readonly isOver: boolean } | null;
  /** How many questions wait for a person. */
  readonly asks?: number;
  /** Upstreams that do not answer, or have refused for now. */
  readonly troubled: readonly { readonly name: string; readonly state: string }[];
};
