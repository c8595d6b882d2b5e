import type { Exchange } from "../core/exchange.ts";
import { labelOf } from "../core/label.ts";
import type { RequestSummary } from "../core/notice.ts";
import { ByUse } from "../lib/by-use.ts";
import { addRequest, type Figures, groupOf, noFigures } from "./ledger/figures.ts";
import type { StatsGroup } from "./ledger/row.ts";

/** What the requests with one label came to. */
export type Receipt = {
  readonly total: StatsGroup;
  /** Requests that were turns of a conversation. */
  readonly turns: number;
  readonly slowest: RequestSummary | null;
  /** How many of them have not ended. */
  readonly running: number;
};

/** Adds up requests by the label that they carry; in memory alone, so a restart begins anew. */
export type Receipts = {
  readonly open: (exchange: Exchange) => void;
  readonly close: (exchange: Exchange, request: RequestSummary) => void;
  /** Null where no request has had that label. */
  readonly of: (label: string) => Receipt | null;
};

type Sum = { readonly figures: Figures; turns: number; slowest: RequestSummary | null; readonly running: Set<string> };

/** So many labels are known; the longest unused go. */
const mostLabels = 256;

/** No label has been seen yet. */
export const createReceipts = (most = mostLabels): Receipts => {
  const sums = new ByUse<Sum>(most);
  const sumOf = (label: string): Sum => {
    const sum = sums.get(label) ?? { figures: noFigures(), turns: 0, slowest: null, running: new Set() };
    sums.use(label, sum);
    return sum;
  };
  return {
    open: (exchange) => {
      const label = labelOf(exchange.request);
      if (label !== null) sumOf(label).running.add(exchange.id);
    },
    close: (exchange, request) => {
      const label = labelOf(exchange.request);
      if (label === null) return;
      const sum = sumOf(label);
      sum.running.delete(exchange.id);
      addRequest(sum.figures, request, 1);
      if (request.turn !== null) sum.turns++;
      if (request.durationMs > (sum.slowest?.durationMs ?? -1)) sum.slowest = request;
    },
    of: (label) => {
      const sum = sums.get(label);
      if (sum === undefined) return null;
      const { figures, turns, slowest, running } = sum;
      return { total: groupOf(label, figures), turns, slowest, running: running.size };
    },
  };
};
