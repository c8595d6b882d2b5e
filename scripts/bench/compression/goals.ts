import { type EditingMode, editingModes } from "../../../src/core/memory.ts";
import { type Goal, judged, type Verdict } from "../goals.ts";
import type { Added } from "./latency.ts";
import { type Figures, figuresOf, type Played } from "./report.ts";

const goal = (name: string, is: Goal["is"], limit: number, unit = " %"): Goal => ({ name, is, limit, unit });

/** What each mode has to reach; dollars count in long conversations only. */
const ofMode: Readonly<Record<EditingMode, readonly (readonly [Goal, (figures: Figures) => number])[]>> = {
  lossless: [[goal("names still there, lossless", "at least", 100), ({ verbatim }) => verbatim]],
  balanced: [
    [goal("savings of the bound's, balanced", "at least", 50), ({ ofBound }) => ofBound],
    [goal("tokens sent, balanced", "at most", 80), ({ tokens }) => tokens],
    [goal("names still there, balanced", "at least", 97), ({ verbatim }) => verbatim],
    [goal("names there or to be had back, balanced", "at least", 100), ({ recoverable }) => recoverable],
  ],
  aggressive: [
    [goal("savings of the bound's, aggressive", "at least", 75), ({ ofBound }) => ofBound],
    [goal("names still there, aggressive", "at least", 92), ({ verbatim }) => verbatim],
    [goal("names there or to be had back, aggressive", "at least", 100), ({ recoverable }) => recoverable],
  ],
};

/** Every goal beside what came of it: `long` are the conversations whose dollars count, `all` those for everything else. */
export const verdictsOf = (long: readonly Played[], all: readonly Played[]): readonly Verdict[] =>
  editingModes.flatMap((mode) => {
    const figures = figuresOf(mode, long);
    const everywhere = figuresOf(mode, all);
    return [
      ...ofMode[mode].map(([one, figureIn]) => judged(one, figureIn(figures))),
      worst(mode, all),
      judged(goal(`undeclared changes of what had gone out, ${mode}`, "at most", 0, ""), everywhere.breaks),
      judged(goal(`requests of another structure, ${mode}`, "at most", 0, ""), everywhere.unsound),
      judged(goal(`cheaper rivals that keep as much, ${mode}`, "at most", 0, ""), betterRivals(mode, long)),
    ];
  });

const worst = (mode: EditingMode, played: readonly Played[]): Verdict =>
  judged(goal(`worst conversation, ${mode}`, "at most", 100.5), figuresOf(mode, played).worstDollars);

/** The dearest of these conversations in each mode. */
export const worstVerdicts = (played: readonly Played[]): readonly Verdict[] =>
  editingModes.map((mode) => worst(mode, played));

/** Rivals that cost less and have at least as many names still there. */
const betterRivals = (mode: EditingMode, played: readonly Played[]): number => {
  const mine = figuresOf(mode, played);
  const ours: readonly string[] = ["raw", "bound", ...editingModes];
  const names = new Set(played.flatMap(({ outcomes }) => outcomes.map(({ contender }) => contender)));
  return [...names].filter((name) => {
    if (ours.includes(name)) return false;
    const rival = figuresOf(name, played);
    return rival.dollars < mine.dollars && rival.verbatim >= mine.verbatim;
  }).length;
};

/** What a mode may add to a request of 200 KB and to one of 1 MB, in milliseconds; shadow works when the answer has ended. */
export const latencyVerdicts = ({ mode, about, p50Ms, p99Ms }: Added): readonly Verdict[] => {
  const name = (what: string): string => `${about / 1000} KB, ${mode}, added ${what}`;
  const isLarge = about > 200_000;
  const p99 = judged(goal(name("p99"), "at most", isLarge ? 15 : 5, " ms"), p99Ms);
  return isLarge ? [p99] : [judged(goal(name("p50"), "at most", mode === "shadow" ? 0.2 : 2, " ms"), p50Ms), p99];
};
