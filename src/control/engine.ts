import type { Forgotten } from "../availability/index.ts";
import type { Config } from "../config/layers/load.ts";
import type { BudgetDesk } from "../core/budget.ts";
import type { CacheDesk } from "../core/cache-view.ts";
import type { HandOverDesk } from "../core/hand-over.ts";
import type { LimitsDesk } from "../core/limit.ts";
import type { MemoryDesk } from "../core/memory-view.ts";
import type { ModelsView } from "../core/model-view.ts";
import type { RequestSummary } from "../core/notice.ts";
import type { Upstream } from "../core/provider.ts";
import type { Rehearsal } from "../core/rehearsal.ts";
import type { RequestBody, RequestDetail } from "../core/request-detail.ts";
import type { RunningRequest } from "../core/running.ts";
import type { Series, SeriesQuestion } from "../core/series.ts";
import type { WebDesk } from "../core/web-view.ts";
import type { Ledger } from "../state/ledger/index.ts";
import type { Audit } from "../state/logs/audit.ts";
import type { Overrides } from "../state/memory/overrides.ts";
import type { ShadowView } from "../state/memory/shadow.ts";
import type { Notices } from "../state/notices.ts";
import type { Pins } from "../state/pins.ts";
import type { Receipt } from "../state/receipts.ts";
import type { Sessions } from "../state/sessions/index.ts";
import type { WindowOf } from "../state/sessions/view.ts";
import type { Standing } from "../state/standings.ts";
import type { TodayView } from "../state/today.ts";
import type { Upstreams } from "../state/upstreams.ts";
import type { ColdCache, Lent, Reloaded, Status, Switched, UpstreamTest } from "./contract.ts";

/** What the handlers work with; the daemon builds it. */
export type Engine = {
  readonly upstreams: Upstreams;
  readonly ledger: Ledger;
  readonly sessions: Pick<Sessions, "list" | "end" | "ofTool">;
  readonly notices: Notices;
  readonly audit: Pick<Audit, "note">;
  readonly status: () => Status;
  readonly today: () => TodayView | null;
  /** What could have been saved in a session; null = nothing was looked at. */
  readonly shadowOf?: (session: string) => ShadowView | null;
  readonly now: () => number;
  readonly config: () => {
    readonly generation: number;
    readonly config: Config;
    /** What the files said when they were last right; what waits for a restart differs from what is in force. */
    readonly written: Config;
    readonly file: string;
    readonly envFile: string | null;
  };
  /** Reads the files again and swaps; throws `config_invalid` and changes nothing where they are not valid. */
  readonly reload: (secrets: Readonly<Record<string, string>>) => Promise<Reloaded>;
  /** Whether it can be reached, by a handshake. */
  readonly probe: (upstream: Upstream) => Promise<Omit<UpstreamTest, "name" | "stages">>;
  /** The same step by step, and whether the key that we hold for it is right. */
  readonly examine: (upstream: Upstream) => Promise<Omit<UpstreamTest, "name">>;
  readonly inFlightOn: (upstream: string | null) => number;
  /** The models that there are; throws `upstream_unknown`. */
  readonly models: (upstream: string) => Promise<ModelsView>;
  /** How many requests run on each upstream, also on those that are gone. */
  readonly busy: () => ReadonlyMap<string, number>;
  /** Whether this provider has no keys to be wrong. */
  readonly takesAnyKey: (provider: string) => boolean;
  /** How an upstream stands by what came back from it. */
  readonly standing: (upstream: Upstream) => Standing;
  /** Forgets what cools down there and closes its circuit; gives what there was. */
  readonly resetUpstream: (upstream: Upstream) => Forgotten;
  readonly recent: (limit: number) => readonly RequestSummary[];
  readonly running: () => readonly RunningRequest[];
  readonly series: (question: SeriesQuestion) => Series;
  readonly request: (id: string) => Promise<RequestDetail | null>;
  /** The ids that begin so, the latest first. */
  readonly requestsLike: (beginning: string, limit: number) => Promise<readonly string[]>;
  readonly requestBody: (id: string) => RequestBody;
  /** Where a recorded request would go by the files as they are now; `file` in the place of one of them. */
  readonly rehearse: (id: string, file: string | null) => Promise<Rehearsal>;
  /** Ends a request under way; false where none of that id has gone out. */
  readonly cancel: (id: string) => boolean;
  readonly windowOf: WindowOf;
  /** What a switch costs the conversations that were active lately, or one of them; null where nobody can say. */
  readonly coldCache: (from: string, to: string, session: string | null) => Promise<ColdCache | null>;
  /** What an upstream would make of requests like these. */
  readonly elsewhere: (
    upstream: Upstream,
    lately: readonly RequestSummary[],
  ) => Pick<Switched, "formats" | "models" | "losses">;
  /** Why it would have no key that it takes, and what to do, as a sentence; null = it has one, or clients may. */
  readonly keyMissing: (upstream: Upstream, lately: readonly RequestSummary[]) => string | null;
  readonly pins: Pins;
  readonly limits: LimitsDesk;
  readonly memory: MemoryDesk;
  readonly budgets: BudgetDesk;
  readonly cache: CacheDesk;
  readonly web: WebDesk;
  readonly overrides: Overrides;
  readonly receipt: (label: string) => Receipt | null;
  /** Throws `config_invalid` where no upstream can be made of it. */
  readonly lend: (lent: Lent) => Promise<void>;
  readonly stop: (drainMs: number | null) => void;
  readonly handOver: HandOverDesk["handOver"];
};
