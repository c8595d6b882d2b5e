import type { SessionDetail } from "../../../src/control/contract.ts";
import { counted, lasted, roughly, unknown } from "../../output/units.ts";
import { type Line, line, lineOf, span } from "../frame/line.ts";
import type { PlacedPlot } from "../frame/plot.ts";
import type { Panel, PanelView } from "../panel.ts";
import { barWidth, cacheWords, contextWords, costLine, fact, savedWords, wordWidth } from "../sessions/facts.ts";
import {
  cacheSharesOf,
  growthOf,
  sessionId,
  sessionQuestion,
  sessionTold,
  type Turn,
  turnsOf,
} from "../sessions/one.ts";
import { contextCell, costCell, modelAt } from "../sessions/words.ts";
import { askingLine } from "./asking.ts";
import { contextPlot } from "./session-chart.ts";

/** What a session is, what it cost, and how full its context is. */
export const sessionHead: Panel = (state, _now, { columns, rows }) => {
  const id = sessionId(state) ?? "";
  const told = sessionTold(state, id);
  if (told === "asking") return { title: id, lines: [askingLine(state.data.answers, sessionQuestion(id))] };
  if (told === "unknown")
    return { title: id, lines: [line(` No session ${id} is known any more.`, { tone: "muted" })] };
  if (rows < 5) return { title: id, lines: shortLines(told) };
  const turns = turnsOf(state, told);
  return { ...headingOf(told), ...factsOf(told, turns, columns) };
};

const headingOf = ({ session }: SessionDetail): Pick<PanelView, "title" | "note"> => {
  const { id, client, parent, requests, startedAt, lastAt, active } = session;
  const helper = parent === null ? "" : `   helper of ${parent}`;
  const time = startedAt === null || lastAt === null ? [] : [lasted(Math.max(0, lastAt - startedAt))];
  return {
    title: `${id}   ${client ?? unknown}${helper}`,
    note: [counted(requests, "request"), ...time, active ? "active" : "over"].join("   "),
  };
};

/** What matters most of it, in two lines. */
const shortLines = ({ session }: SessionDetail): readonly Line[] => [
  line(`${session.id} ${session.client ?? ""}`, { tone: "heading" }),
  lineOf(
    `${costCell(session)}   ${contextCell(session.contextTokens, session.windowTokens)}   `,
    span(session.cacheBreaks === 0 ? "" : counted(session.cacheBreaks, "break"), "warning"),
  ),
];

const factsOf = (
  { session }: SessionDetail,
  turns: readonly Turn[],
  columns: number,
): Pick<PanelView, "lines" | "plots"> => {
  const bar = barWidth(columns);
  const window = session.windowTokens;
  const growth = growthOf(turns);
  const left = { left: 1 + wordWidth, top: 3, rows: 1, columns: bar };
  const plots: readonly PlacedPlot[] = turns.length < 2 ? [] : [{ rect: left, plot: contextPlot(turns, bar) }];
  return {
    lines: [
      fact("model", modelAt(session)),
      costLine(session, savedWords(...savedIn(turns)), columns),
      fact("context", ...contextWords(session.contextTokens, window, bar)),
      fact(
        "growth",
        " ".repeat(bar + 2),
        growthWords(growth, session.contextTokens, window, columns - bar - wordWidth - 3),
      ),
      fact("cache", ...cacheWords(session, cacheSharesOf(turns))),
    ],
    plots,
  };
};

/** Tokens and micro-dollars that were kept from being sent. */
const savedIn = (turns: readonly Turn[]): readonly [tokens: number, micros: number] => {
  const sum = (of: (turn: Turn) => number | null): number => turns.reduce((so, turn) => so + (of(turn) ?? 0), 0);
  return [sum(({ request }) => request.savedTokens), sum(({ request }) => request.savedMicros)];
};

const growthWords = (growth: number | null, tokens: number | null, window: number | null, columns: number): string => {
  if (growth === null) return "";
  const words = `${growth < 0 ? "-" : "+"}${roughly(Math.round(Math.abs(growth)))} a turn`;
  if (window === null || tokens === null || growth < 1) return words;
  const left = `   about ${counted(Math.max(0, Math.floor((window - tokens) / growth)), "turn")} left`;
  return words.length + left.length <= columns ? words + left : words;
};
