import type { WatchMessage } from "../../src/control/contract.ts";
import type { RequestSummary } from "../../src/core/notice.ts";
import { type Paint, paintWith } from "../output/colour.ts";
import { answeredBy, endingOf, signOf } from "../output/ending.ts";
import { type Cell, type Column, cutTo, tableLines } from "../output/table.ts";
import { cost, exactly, money, roughly, share, timeOfDay, unknown, waited } from "../output/units.ts";

/** What has happened lately, as a watch tells it, and how it looks. */
export type Live = {
  readonly hear: (message: WatchMessage) => void;
  /** The block of lines of this moment, none longer than `width`. */
  readonly lines: (now: number, width: number, more?: More) => readonly string[];
};

/** What else is in the block: lines below the first one, and how many requests have a line. */
type More = { readonly between?: readonly string[]; readonly most?: number };

/** Rates are of so much time, or of the time since the beginning while that is shorter. */
const windowMs = 60_000;

/** So many requests have a line. */
const mostShown = 10;

/** Nothing heard yet. */
export const createLive = (startedAt: number, paint: Paint = paintWith(0)): Live => {
  let ended: readonly (readonly [at: number, request: RequestSummary])[] = [];
  let running = 0;
  let upstream = "";
  return {
    hear: (message) => {
      if (message.type === "snapshot") ({ inFlight: running, upstream } = message.status);
      if (message.type === "request-started") running++;
      if (message.type === "upstream-switched") upstream = message.to;
      if (message.type !== "request-ended") return;
      running = Math.max(0, running - 1);
      const { request } = message;
      const at = request.startedAt + request.durationMs;
      ended = [...ended, [at, request] as const].filter(
        ([when], index, all) => at - when <= windowMs || all.length - index <= mostShown,
      );
    },
    lines: (now, width, { between = [], most = mostShown } = {}) => {
      const lately = ended.filter(([at]) => now - at <= windowMs).map(([, request]) => request);
      const spanMs = Math.min(windowMs, Math.max(1000, now - startedAt));
      const head = fitting([timeOfDay(now), `${running} running`, ...rates(lately, spanMs)], upstream, width);
      const last = ended.slice(-Math.min(most, mostShown)).map(([, request]) => request);
      return [cutTo(head, width), ...between, ...requestLines(last.toReversed(), width, paint)];
    },
  };
};

/** As many parts as there is room for before the last one, which is always there. */
const fitting = (parts: readonly string[], last: string, width: number): string => {
  const line = [...parts, last].join("  ");
  return parts.length < 3 || Bun.stringWidth(line) <= width ? line : fitting(parts.slice(0, -1), last, width);
};

const rates = (lately: readonly RequestSummary[], spanMs: number): readonly string[] => {
  const perSecond = (sum: number): number => (sum * 1000) / spanMs;
  const tokens = lately.flatMap(({ outputTokens }) => outputTokens ?? []);
  const costs = lately.flatMap(({ costMicros }) => costMicros ?? []);
  const perHour = costs.length === 0 ? null : Math.round(perSecond(sumOf(costs)) * 3600);
  return [
    `${perSecond(lately.length).toFixed(1)} req/s`,
    `${tokens.length === 0 ? unknown : Math.round(perSecond(sumOf(tokens)))} tok/s`,
    `${money(perHour)}/h`,
    `ttft ${waited(middleOf(lately.flatMap(({ ttftMs }) => ttftMs ?? [])))}`,
    `ok ${share(lately.filter((request) => endingOf(request) === "ok").length, lately.length)}`,
    `429: ${lately.filter(({ status }) => status === 429).length}`,
  ];
};

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const middleOf = (values: readonly number[]): number | null =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null;

const columns: readonly Column[] = [
  { title: "TIME" },
  { title: "ST" },
  { title: "MODEL", flexible: true },
  { title: "COST", right: true },
  { title: "IN", right: true },
  { title: "OUT", right: true },
  { title: "TOOK", right: true },
  { title: "UPSTREAM", flexible: true },
  { title: "TTFT", right: true },
  { title: "CLIENT", flexible: true },
];

const requestLines = (requests: readonly RequestSummary[], width: number, paint: Paint): readonly string[] => {
  if (requests.length === 0) return ["waiting for a request"];
  const shown = columns.slice(0, width < 60 ? 4 : width < 80 ? 7 : width < 100 ? 9 : 10);
  const rows = requests.map((request) => cellsOf(request, paint).slice(0, shown.length));
  return tableLines({ columns: shown, rows, width });
};

const cellsOf = (request: RequestSummary, paint: Paint): readonly Cell[] => {
  const { startedAt, durationMs, model, modelUsed, costKind, costMicros } = request;
  const { sign, meaning } = signOf(request);
  return [
    timeOfDay(startedAt + durationMs),
    { text: sign, dress: (text) => paint(meaning, text) },
    modelUsed ?? model ?? unknown,
    cost({ costMicros, estimatedCost: costKind === "estimated" ? 1 : 0 }),
    roughly(request.inputTokens ?? request.avoidedInputTokens),
    outputOf(request),
    waited(durationMs),
    answeredBy(request) ?? unknown,
    waited(request.ttftMs),
    request.client ?? unknown,
  ];
};

/** Of an answer of earlier what it took then. */
const outputOf = ({ outputTokens, avoidedOutputTokens }: RequestSummary): string => {
  const tokens = outputTokens ?? avoidedOutputTokens;
  return tokens === null ? unknown : exactly(tokens);
};
