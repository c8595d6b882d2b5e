import { cost, percent, roughly, timeOfDay, waited } from "../../output/units.ts";
import { listedRequests, tookMs } from "../data/requests.ts";
import { fit } from "../frame/cells.ts";
import { clickable, type Line, lineOf, reversed } from "../frame/line.ts";
import { windowOf } from "../lists.ts";
import type { Panel } from "../panel.ts";

/** The list of requests, the newest first. */
export const requestsPanel: Panel = (state, now, size) => {
  const requests = listedRequests(state.data);
  const { from, chosen } = windowOf(
    state.lists["requests"],
    requests.map(({ id }) => id),
    size.rows - 1,
  );
  const rows = requests.slice(from, from + size.rows - 1).map((request): Line => {
    const mark = request.id === chosen ? ">" : " ";
    const text = `${mark} ${timeOfDay(request.startedAt)} ${String(request.status ?? (request.outcome === null ? ">>" : "-")).padEnd(3)} ${fit(request.upstream ?? "-", 12)} ${fit(request.model ?? "-", 22)} ${roughly(request.inputTokens).padStart(7)} ${percent(null)} ${waited(tookMs(request, now)).padStart(8)} ${cost({ costMicros: request.costMicros, estimatedCost: request.costKind === "estimated" ? 1 : 0 }).padStart(8)}`;
    const shown = clickable(lineOf(text), { row: request.id });
    return request.id === chosen ? reversed(shown) : shown;
  });
  return { title: "Requests", note: "filter: none", lines: [lineOf("  TIME     ST  UPSTREAM     MODEL"), ...rows] };
};
