import { exactly, waited } from "../../output/units.ts";
import { windowOf } from "../data/series.ts";
import { todayByUpstream } from "../data/today.ts";
import { type Line, lineOf, span } from "../frame/line.ts";
import { besideEachOther, figure } from "../frame/parts.ts";
import type { Panel } from "../panel.ts";
import { latencyChart, nowWords, tokensChart, withChart } from "./charts.ts";

const cells = 9;

/** How long requests took today, as `stats` tells it, and lately. */
export const latencyPanel: Panel = (state, _now, size) => {
  const total = todayByUpstream(state.data)?.total ?? null;
  const tally = state.data.status?.tally ?? null;
  const series = windowOf(state);
  const row = (name: string, ...times: readonly (number | null | undefined)[]): Line =>
    lineOf(span(` ${name.padEnd(7)}`, "muted"), times.map((ms) => waited(ms ?? null).padStart(cells)).join(""));
  const table = [
    lineOf(span(`        ${["p50", "p95", "p99"].map((word) => word.padStart(cells)).join("")}`, "muted")),
    row("TTFT", total?.ttftP50Ms, total?.ttftP95Ms, total?.ttftP99Ms),
    row("total", total?.p50Ms, total?.p95Ms, total?.p99Ms),
  ];
  const rates = [
    figure("tok/s", series === null ? "-" : nowWords(tokensChart, series).replace("now ", "")),
    figure("in flight", exactly(state.data.status?.inFlight ?? 0)),
    figure("lag", waited(state.data.status?.loopLagMs ?? null)),
  ];
  const lines = size.rows < 5 ? [...table, [span(" "), ...besideEachOther(rates, size.columns - 2)]] : table;
  const note = tally === null || tally.p50Ms === null ? "" : `p50 now ${waited(tally.p50Ms)}`;
  return withChart({ title: "Latency today", note, lines }, latencyChart, state, size);
};
