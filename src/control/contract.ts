import type { Said } from "../config/layers/load.ts";
import type { Examined } from "../core/examined.ts";
import type { Compressed, MemoryMode, MemoryStatus } from "../core/memory.ts";
import type { MemoryDesk } from "../core/memory-view.ts";
import type { ModelsView } from "../core/model-view.ts";
import type { Notice, RequestSummary } from "../core/notice.ts";
import type { Problem } from "../core/problem.ts";
import type { Lent } from "../core/provider.ts";
import type { Rehearsal } from "../core/rehearsal.ts";
import type { RequestBody, RequestDetail } from "../core/request-detail.ts";
import type { RunningRequest } from "../core/running.ts";
import type { Series, SeriesQuestion } from "../core/series.ts";
import type { KeptView } from "../state/kept/index.ts";
import type { LedgerHealth } from "../state/ledger/index.ts";
import type { Stats, StatsQuestion } from "../state/ledger/row.ts";
import type { Translations } from "../state/ledger/translations.ts";
import type { Receipt } from "../state/receipts.ts";
import type { SessionDetail, SessionView, ShadowView } from "../state/sessions/view.ts";
import type { Standing } from "../state/standings.ts";
import type { TallyView } from "../state/tally.ts";
import type { TodayView } from "../state/today.ts";
import type { TraceHealth } from "../state/traces/index.ts";

/** Raised when a face of another number could misread an answer. Additions do not raise it. */
export const protocolVersion = 1;

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
  readonly inFlight: number;
};

/** Every upstream, and those that are gone but still answer. */
export type UpstreamsView = {
  readonly current: string;
  readonly upstreams: readonly UpstreamView[];
  /** Removed ones whose answers are still running; they end by themselves. */
  readonly draining: readonly { readonly name: string; readonly inFlight: number }[];
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

export type { Said } from "../config/layers/load.ts";
export type { ModelAlias, ModelsView, ModelView, Sayer, Serving } from "../core/model-view.ts";
export type { Notice, RequestSummary } from "../core/notice.ts";
export type { Lent } from "../core/provider.ts";
export type { Rehearsal } from "../core/rehearsal.ts";
export type {
  Conversation,
  CostLine,
  RequestBody,
  RequestDetail,
  ShownCache,
  ShownHeaders,
  ShownPart,
  Timeline,
} from "../core/request-detail.ts";
export type { RunningRequest } from "../core/running.ts";
export type { Series, SeriesBin, SeriesQuestion } from "../core/series.ts";
export type { Stats, StatsGroup, StatsQuestion } from "../state/ledger/row.ts";
export type { Translations } from "../state/ledger/translations.ts";
export type { SessionDetail, SessionView } from "../state/sessions/view.ts";

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
  /** Upstreams that do not answer, or have refused for now. */
  readonly troubled: readonly { readonly name: string; readonly state: string }[];
};

type Method<Ask, Answer> = { readonly ask: Ask; readonly answer: Answer };
type Nothing = Readonly<Record<string, never>>;

/** What is asked of a desk, as calls of the contract. */
type Calls<Desk extends Readonly<Record<string, (ask: never) => Promise<unknown>>>> = {
  readonly [Name in keyof Desk]: Method<Parameters<Desk[Name]>[0], Awaited<ReturnType<Desk[Name]>>>;
};

/** Everything that the daemon can be asked, once; handlers must satisfy it and the client is derived from it. */
export type Contract = Calls<MemoryDesk> & {
  readonly status: Method<Nothing, Status>;
  readonly upstreams: Method<Nothing, UpstreamsView>;
  readonly testUpstreams: Method<{ readonly name: string | null }, readonly UpstreamTest[]>;
  readonly switchUpstream: Method<
    {
      readonly name: string;
      readonly force: boolean;
      readonly dryRun: boolean;
      /** This conversation alone; `-` lets it go where all others go. */
      readonly session?: string | null;
      /** Only with a session: what is asked for there, whatever the client asks for. */
      readonly model?: string | null;
    },
    Switched
  >;
  /** Every model that somebody has a word for; upstreams with keys of ours are asked. `upstream` null = the current one. */
  readonly models: Method<{ readonly upstream: string | null }, ModelsView>;
  readonly stats: Method<StatsQuestion, Stats>;
  /** Requests that went out in another format than they came in, and what they lost; null = up to now. */
  readonly translations: Method<{ readonly since: number; readonly until: number | null }, Translations>;
  /** Sessions that are active, and those of the ledger since then; so many at most, the latest first. */
  readonly sessions: Method<{ readonly since: number; readonly limit: number }, readonly SessionView[]>;
  /** One with its requests; null where nobody knows it. */
  readonly session: Method<{ readonly id: string }, SessionDetail | null>;
  /** What comes next of that conversation begins another session. */
  readonly endSession: Method<{ readonly id: string }, { readonly ended: boolean }>;
  /** How much is left out of it; `on` = as `memory.mode`, else balanced; null = as of all others. Throws `input_missing`. */
  readonly compressSession: Method<{ readonly id: string; readonly mode: MemoryMode | "on" | null }, Compressed>;
  /** `toolSession` is the name that a tool has for its conversation. */
  readonly statusline: Method<{ readonly toolSession: string | null }, Statusline>;
  readonly config: Method<Nothing, ConfigView>;
  /** What the requests with this label (`x-proxy-label`) came to since the start; null where there was none. */
  readonly receipt: Method<{ readonly label: string }, Receipt | null>;
  /** One upstream more until the daemon ends: an address that somebody's variables name. Their own key goes there. */
  readonly lendUpstream: Method<Lent, { readonly name: string }>;
  /** Secrets are values of the variables that the files name; those that the daemon has already stay known. */
  readonly reload: Method<{ readonly secrets?: Readonly<Record<string, string>> }, Reloaded>;
  /** Latest requests, newest first. */
  readonly recent: Method<{ readonly limit: number }, readonly RequestSummary[]>;
  /** Requests under way, newest first, two hundred at most. */
  readonly running: Method<Nothing, readonly RunningRequest[]>;
  /** What happened lately, for charts. */
  readonly series: Method<SeriesQuestion, Series>;
  /** One request, running or ended; null where nobody knows it. */
  readonly request: Method<{ readonly id: string }, RequestDetail | null>;
  /** The ids of requests that begin so, running or ended, the latest first; so many at most. */
  readonly requestsLike: Method<
    { readonly beginning: string; readonly limit: number },
    { readonly ids: readonly string[] }
  >;
  /** The body that its client sent, while the daemon has it; a megabyte at most. Nothing in it is masked. */
  readonly requestBody: Method<{ readonly id: string }, RequestBody>;
  /**
   * Where a request that has come would go by the files as they are now, or by this one; an id, and an absolute path.
   * Nothing is sent, and nothing changes. Throws `input_missing` where it is not recorded, `config_invalid`.
   */
  readonly decide: Method<{ readonly id: string; readonly file?: string | null }, Rehearsal>;
  /** Ends a request under way; its client is told so. False where it does not run, or has not gone out yet. */
  readonly cancelRequest: Method<{ readonly id: string }, { readonly cancelled: boolean }>;
  /** Answers at once; the daemon ends when its running answers have, or after `drainMs`. */
  readonly stop: Method<{ readonly drainMs: number | null }, { readonly inFlight: number }>;
};

/** What one call takes. */
export type Ask<Name extends keyof Contract> = Contract[Name]["ask"];

/** What one call gives. */
export type Answer<Name extends keyof Contract> = Contract[Name]["answer"];

/** The functions behind the contract. */
export type Handlers = { readonly [Name in keyof Contract]: (ask: Ask<Name>) => Promise<Answer<Name>> };

/** What a watch begins with, and what it goes on with. A watcher that fell behind gets a snapshot again. */
export type WatchMessage = { readonly type: "snapshot"; readonly status: Status } | Notice;
