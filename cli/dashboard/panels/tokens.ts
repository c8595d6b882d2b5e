import type { Meaning } from "../../output/colour.ts";
import { percent, roughly } from "../../output/units.ts";
import { type Line, lineOf, span } from "../frame/line.ts";
import type { Panel } from "../panel.ts";
import { tokensChart, withChart } from "./charts.ts";

/** The tokens of the day as bars; the longest is what went in. */
export const tokensPanel: Panel = (state, _now, size) => {
  const today = state.data.status?.today ?? null;
  if (today === null) return { title: "Tokens today", lines: [lineOf(span(" asking the ledger …", "muted"))] };
  const { inputTokens, cacheReadTokens, outputTokens, savedTokens, cachedShare } = today;
  const bars: readonly (readonly [string, number | null, Meaning])[] = [
    ["in", inputTokens, "running"],
    ["cached", cacheReadTokens, "saved"],
    ["out", outputTokens, "ok"],
    ["saved", savedTokens, "saved"],
  ];
  const most = Math.max(1, ...bars.map(([, count]) => count ?? 0));
  const room = size.columns - 18;
  const lines = bars.map(([name, count, tone]): Line => {
    const length = count === null || count <= 0 ? 0 : Math.max(1, Math.round((count / most) * room));
    return lineOf(
      span(` ${name.padEnd(7)}`, "muted"),
      roughly(count).padStart(7),
      "  ",
      span("█".repeat(Math.max(0, length)), tone),
    );
  });
  const note = cachedShare === null ? "" : `${percent(cachedShare)} cached`;
  return withChart({ title: "Tokens today", note, lines }, tokensChart, state, size);
};
