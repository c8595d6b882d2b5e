import type { Change, MemoryMode } from "../../core/memory.ts";
import type { RequestSummary } from "../../core/notice.ts";
import type { Loss } from "../../core/translation.ts";
import type { Try } from "../../core/tries.ts";
import type { Shadow, ShadowView } from "../memory/shadow.ts";
import type { SessionsView } from "../sessions/counts.ts";
import { endingOf, type Figures, noFigures, withRequest } from "./figures.ts";
import { createHistogram, type Histogram } from "./histogram.ts";
import { boundedLabel, createSeries, type Series } from "./series.ts";

export type { Figures } from "./figures.ts";
export type { Histogram } from "./histogram.ts";

type ByModel = { readonly provider: string; readonly model: string };
type ByUpstream = { readonly upstream: string };
type ByEnding = {
  readonly upstream: string;
  readonly dialect: string;
  readonly status: string;
  readonly outcome: string;
};
type ByClient = { readonly client: string };
type ByPair = { readonly from: string; readonly to: string };
type ByShrinker = { readonly shrinker: string };
type ByMode = { readonly mode: MemoryMode };
type ByRule = { readonly rule: string; readonly what: string };
type ByReason = { readonly upstream: string; readonly reason: string };

type Labelled<Labels, Value> = readonly { readonly labels: Labels; readonly value: Value }[];

/** Everything that was counted since the daemon began. */
export type MetricsView = {
  readonly total: Figures;
  readonly sessions: SessionsView;
  /** What could have been left out since midnight. */
  readonly shadow: ShadowView | null;
  /** Pieces that went out shorter, by who made them so: one may be made so by several. */
  readonly shrunk: Labelled<ByShrinker, number>;
  /** What was saved, net, by how the conversations were treated, in micro-dollars. */
  readonly savedByMode: Labelled<ByMode, number>;
  /** Requests from which nothing new was left out because something went wrong. */
  readonly failedOpen: number;
  readonly models: Labelled<ByModel, Figures>;
  readonly endings: Labelled<ByEnding, number>;
  readonly clients: Labelled<ByClient, number>;
  /** Requests that went out in another format than they came in. */
  readonly translated: Labelled<ByPair, number>;
  /** Places of requests that could not be carried into another format as they were. */
  readonly losses: Labelled<ByRule, number>;
  /** Tries that came to nothing, after which an upstream was asked again, or another one. */
  readonly retries: Labelled<ByReason, number>;
  /** How long answers took to their last byte, but those that the client left, by upstream. */
  readonly durations: Labelled<ByUpstream, Histogram>;
  /** How long they took to their first byte. */
  readonly firstBytes: Labelled<ByUpstream, Histogram>;
};

/** Counts each request once, from the very summary that the ledger keeps, so that both tell the same. */
export type Metrics = {
  readonly end: (
    request: RequestSummary,
    losses?: readonly Loss[],
    changes?: readonly Pick<Change, "by">[],
    tries?: readonly Pick<Try, "upstream" | "reason" | "what">[],
  ) => void;
  /** Something went wrong, and nothing new was left out of a request. */
  readonly failOpen: () => void;
  readonly view: () => MetricsView;
};

/** Counters at 0; sessions are counted where they are found. Their memory does not grow with what clients invent: each label has so many values, then `other`. */
export const createMetrics = (sessions: () => SessionsView, shadow: Pick<Shadow, "today"> | null = null): Metrics => {
  const [model, upstream, client, status] = [boundedLabel(), boundedLabel(), boundedLabel(), boundedLabel()];
  const models = createSeries<ByModel, { sums: Figures }>(() => ({ sums: noFigures }));
  const endings = createSeries<ByEnding, { count: number }>(() => ({ count: 0 }));
  const clients = createSeries<ByClient, { count: number }>(() => ({ count: 0 }));
  const translated = createSeries<ByPair, { count: number }>(() => ({ count: 0 }));
  const lost = createSeries<ByRule, { count: number }>(() => ({ count: 0 }));
  const retried = createSeries<ByReason, { count: number }>(() => ({ count: 0 }));
  const memory = createMemoryCounts();
  const rule = boundedLabel();
  const durations = createSeries<ByUpstream, ReturnType<typeof createHistogram>>(createHistogram);
  const firstBytes = createSeries<ByUpstream, ReturnType<typeof createHistogram>>(createHistogram);
  let total = noFigures;
  return {
    failOpen: memory.failOpen,
    end: (request, losses = [], changes = [], tries = []) => {
      const place = upstream(request.upstream ?? "(none)");
      const outcome = endingOf(request);
      total = withRequest(total, request);
      const ofModel = models.at({
        provider: request.provider ?? "(none)",
        model: model(request.modelUsed ?? request.model ?? "(none)"),
      });
      ofModel.sums = withRequest(ofModel.sums, request);
      const dialect = request.dialect ?? "(none)";
      endings.at({ upstream: place, dialect, status: status(String(request.status ?? "(none)")), outcome }).count++;
      clients.at({ client: client(request.client ?? "(unknown)") }).count++;
      if (request.translated !== null) translated.at({ from: dialect, to: request.translated }).count++;
      for (const loss of losses) lost.at({ rule: rule(loss.rule), what: loss.what }).count += loss.count;
      for (const { upstream: name, reason, what } of tries)
        if (what !== "skipped") retried.at({ upstream: upstream(name), reason }).count++;
      memory.end(request, changes);
      if (outcome !== "aborted") durations.at({ upstream: place }).add(request.durationMs);
      if (request.ttftMs !== null) firstBytes.at({ upstream: place }).add(request.ttftMs);
    },
    view: () => ({
      total,
      sessions: sessions(),
      shadow: shadow?.today() ?? null,
      ...memory.view(),
      models: models.all().map(({ labels, value }) => ({ labels, value: value.sums })),
      endings: countsIn(endings),
      clients: countsIn(clients),
      translated: countsIn(translated),
      ...{ losses: countsIn(lost), retries: countsIn(retried) },
      durations: durations.all().map(({ labels, value }) => ({ labels, value: value.view() })),
      firstBytes: firstBytes.all().map(({ labels, value }) => ({ labels, value: value.view() })),
    }),
  };
};

const countsIn = <Labels extends Readonly<Record<string, string>>>(
  series: Series<Labels, { readonly count: number }>,
): Labelled<Labels, number> => series.all().map(({ labels, value }) => ({ labels, value: value.count }));

/** What was left out of requests, by who made it so and by how they were treated. */
const createMemoryCounts = () => {
  const shrunk = createSeries<ByShrinker, { count: number }>(() => ({ count: 0 }));
  const saved = createSeries<ByMode, { micros: number }>(() => ({ micros: 0 }));
  let failedOpen = 0;
  return {
    failOpen: (): void => {
      failedOpen++;
    },
    end: ({ memoryMode: mode, savedMicros }: RequestSummary, changes: readonly Pick<Change, "by">[]): void => {
      for (const { by } of changes) for (const shrinker of new Set(by)) shrunk.at({ shrinker }).count++;
      if (mode !== null && savedMicros !== null) saved.at({ mode }).micros += savedMicros;
    },
    view: (): Pick<MetricsView, "shrunk" | "savedByMode" | "failedOpen"> => ({
      shrunk: shrunk.all().map(({ labels, value }) => ({ labels, value: value.count })),
      savedByMode: saved.all().map(({ labels, value }) => ({ labels, value: value.micros })),
      failedOpen,
    }),
  };
};
