import { money, percent, roughly, timeOfDay, unknown } from "../../output/units.ts";
import type { ListedRequest } from "../data/requests.ts";
import { type Column, tableOf } from "../frame/columns.ts";
import { clickable, type Line, line, reversed, type Span, span } from "../frame/line.ts";
import { windowOf as listWindow } from "../lists.ts";
import type { Panel } from "../panel.ts";
import { cachedShare, costOf, outputOf } from "../requests/columns.ts";
import { signOf } from "../requests/sign.ts";
import { sessionId, sessionTold, type Turn, turnsOf } from "../sessions/one.ts";

/** The turns of a session, the newest first: what each took, cost and lost. */
export const sessionTurns: Panel = (state, _now, { columns, rows }) => {
  const title = "Turns";
  const told = sessionTold(state, sessionId(state) ?? "");
  if (typeof told === "string") return { title, lines: [] };
  const turns = turnsOf(state, told);
  if (turns.length === 0) return { title, lines: [line(" No request of it is known any more.", { tone: "muted" })] };
  const { from, chosen } = listWindow(
    state.lists["session"],
    turns.map(({ request }) => request.id),
    rows - 1,
  );
  const shown = turns.slice(from, from + rows - 1);
  const table = tableOf(columnsWith(chosen, shown), shown, columns - 1);
  const lines = table.rows.map((row, at): Line => {
    const id = shown[at]?.request.id ?? "";
    const whole = clickable(row, { row: id });
    return id === chosen ? reversed(whole) : whole;
  });
  return { title, lines: [table.titles, ...lines] };
};

const columnsWith = (chosen: string | null, shown: readonly Turn[]): readonly Column<Turn>[] => [
  {
    title: "   TURN",
    cell: ({ request: { id, turn } }) =>
      `${id === chosen ? ">" : " "} ${(turn === null ? "beside" : String(turn)).padStart(5)}`,
    rank: 0,
  },
  { title: "TIME", cell: ({ request }) => span(timeOfDay(request.startedAt), "muted"), rank: 4 },
  { title: "IN", cell: ({ request }) => roughly(request.inputTokens), right: true, usual: 5, rank: 2 },
  { title: "CACHED", cell: ({ request }) => cachedShare(request), right: true, rank: 5 },
  { title: "OUT", cell: ({ request }) => outputOf(request), right: true, usual: 5, rank: 6 },
  { title: "COST", cell: ({ request }) => costOf(request), right: true, usual: 6, rank: 1 },
  { title: "SAVED", cell: ({ request }) => savedCell(request), right: true, rank: 7 },
  { title: "NOTE", cell: noteCell, least: leastNote(shown), rank: 3 },
];

/** What a break cost is never cut. */
const leastNote = (shown: readonly Turn[]): number =>
  Math.max(9, ...shown.map((turn) => (isBroken(turn) ? noteCell(turn).text.length : 0)));

const isBroken = ({ request: { cacheBreak, prefixBreak } }: Turn): boolean =>
  cacheBreak !== null || prefixBreak !== null;

const savedCell = ({ savedTokens, inputTokens }: ListedRequest): Span => {
  if (savedTokens === 0 || inputTokens === null) return span(unknown);
  return span(`-${percent(savedTokens / (inputTokens + savedTokens))}`, "saved");
};

/** The most remarkable thing of a turn, in a few words. */
const noteCell = ({ request, before }: Turn): Span => {
  const { outcome, status, cacheBreak, cacheBreakMicros, prefixBreak, phase, model, upstream, turn } = request;
  if (outcome === null) return span(phase ?? "running", "running");
  if (cacheBreak !== null)
    return span(cacheBreakMicros === null ? "CACHE BREAK" : `CACHE BREAK ${money(cacheBreakMicros)}`, "error");
  const { sign, meaning } = signOf({ outcome, status });
  if (meaning !== "ok") return span(sign, meaning);
  if (prefixBreak !== null) return batchNote(prefixBreak);
  if (turn === null) return span("");
  if (before !== null && before.upstream !== upstream) return span(`now at ${upstream ?? unknown}`, "warning");
  if (before !== null && before.model !== model) return span(`now ${model ?? unknown}`, "warning");
  return span("");
};

/** A batch is declared; anything else that changes what had gone out must never be. */
const batchNote = (why: NonNullable<ListedRequest["prefixBreak"]>): Span =>
  why === "undeclared" ? span("PREFIX BREAK", "error") : span(`batch: ${why}`, "saved");
