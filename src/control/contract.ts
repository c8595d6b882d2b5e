import type { BudgetDesk } from "../core/budget.ts";
import type { CacheDesk } from "../core/cache-view.ts";
import type { HandOverDesk } from "../core/hand-over.ts";
import type { LimitsDesk } from "../core/limit.ts";
import type { Compressed, MemoryMode } from "../core/memory.ts";
import type { MemoryDesk } from "../core/memory-view.ts";
import type { ModelsView } from "../core/model-view.ts";
import type { Notice, RequestSummary } from "../core/notice.ts";
import type { Lent } from "../core/provider.ts";
import type { Rehearsal } from "../core/rehearsal.ts";
import type { RequestBody, RequestDetail } from "../core/request-detail.ts";
import type { RunningRequest } from "../core/running.ts";
import type { Series, SeriesQuestion } from "../core/series.ts";
import type { WebDesk } from "../core/web-view.ts";
import type { EverywhereQuestion, EverywhereStats } from "../state/ledger/index.ts";
import type { Stats, StatsQuestion } from "../state/ledger/row.ts";
import type { Translations } from "../state/ledger/translations.ts";
import type { Receipt } from "../state/receipts.ts";
import type { SessionDetail, SessionView } from "../state/sessions/view.ts";
import type {
  ConfigView,
  Reloaded,
  Status,
  Statusline,
  Switched,
  UpstreamReset,
  UpstreamsView,
  UpstreamTest,
} from "./views.ts";

export type { Said } from "../config/layers/load.ts";
export type { BudgetAsk, BudgetSum, BudgetsView } from "../core/budget.ts";
export type { CacheCleared, CacheDesk, CacheFound, CacheStats, KeptAnswerView } from "../core/cache-view.ts";
export type { LimitLevel, LimitRule, LimitsView, TokenUse, WaitingRequest } from "../core/limit.ts";
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
export type { WebView } from "../core/web-view.ts";
export type { Stats, StatsGroup, StatsQuestion } from "../state/ledger/row.ts";
export type { Translations } from "../state/ledger/translations.ts";
export type { SessionDetail, SessionView } from "../state/sessions/view.ts";
export type * from "./views.ts";

/** Raised when a face of another number could misread an answer. Additions do not raise it. */
export const protocolVersion = 1;

type Method<Ask, Answer> = { readonly ask: Ask; readonly answer: Answer };
type Nothing = Readonly<Record<string, never>>;

/** What is asked of a desk, as calls of the contract. */
type Calls<Desk extends Readonly<Record<string, (ask: never) => Promise<unknown>>>> = {
  readonly [Name in keyof Desk]: Method<Parameters<Desk[Name]>[0], Awaited<ReturnType<Desk[Name]>>>;
};

/** What has a desk of its own. */
type Desks = Calls<MemoryDesk> &
  Calls<CacheDesk> &
  Calls<LimitsDesk> &
  Calls<BudgetDesk> &
  Calls<HandOverDesk> &
  Calls<WebDesk>;

/** Everything that the daemon can be asked, once; handlers must satisfy it and the client is derived from it. */
export type Contract = Desks & {
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
  /** What cools down there is forgotten and its circuit closed; throws `upstream_unknown`. */
  readonly resetUpstream: Method<{ readonly name: string }, UpstreamReset>;
  /** Every model that somebody has a word for; upstreams with keys of ours are asked. `upstream` null = the current one. */
  readonly models: Method<{ readonly upstream: string | null }, ModelsView>;
  readonly stats: Method<StatsQuestion, Stats>;
  /** The same of all daemons that write into the ledger elsewhere. Throws `ledger_elsewhere`. */
  readonly everywhere: Method<EverywhereQuestion, EverywhereStats>;
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
