import { type ContestantName, contestantNames } from "./contestants.ts";
import type { Footprint } from "./footprint.ts";
import { goals, judged, type Verdict } from "./goals.ts";
import type { LoadResult } from "./load.ts";
import type { Measured, Results, Run } from "./run.ts";
import type { StreamResult } from "./sse-load.ts";
import { median, medianDifference, medianRatio } from "./statistics.ts";

/** One row of the table: one contestant in one case, or one figure of it. */
export type Line = {
  readonly about: string;
  readonly contestant: ContestantName;
  readonly figures: Readonly<Record<string, number>>;
  readonly verdicts: readonly Verdict[];
};

/** Medians over the rounds, and what they say about the goals. */
export const linesOf = (run: Run): readonly Line[] => [
  ...run.cases.flatMap((measured) => (measured.kind === "load" ? loadLines(measured) : streamLines(measured))),
  ...footprintLines(run),
  ...enduranceLines(run),
];

type Of<Kind extends Measured["kind"]> = Extract<Measured, { readonly kind: Kind }>;

const loadLines = ({ name, rounds }: Of<"load">): readonly Line[] => {
  const isSteady = name.includes("steady");
  return present(rounds).map((contestant) => {
    const of = pick<LoadResult>(rounds, contestant);
    const compared = <Answer>(
      how: (values: readonly number[], base: readonly number[]) => Answer,
      base: ContestantName,
      field: keyof LoadResult,
    ) => how(of(field), pick<LoadResult>(rounds, base)(field));
    const ratio = compared(medianRatio, "bare relay", "perSecond");
    const addedP50Ms = compared(medianDifference, "direct", "p50Ms");
    const addedP99Ms = compared(medianDifference, "direct", "p99Ms");
    const wrong = Math.max(...of("wrong"));
    const figures = {
      perSecond: median(of("perSecond")),
      p50Ms: median(of("p50Ms")),
      p99Ms: median(of("p99Ms")),
      ratio,
      addedP50Ms,
      addedP99Ms,
      opensPerAnswer: median(of("opensPerAnswer")),
      wrong,
    };
    const wanted = isSteady
      ? [judged(goals.addedP50Ms, addedP50Ms), judged(goals.addedP99Ms, addedP99Ms)]
      : [judged(goals.ratio, ratio)];
    return { about: name, contestant, figures, verdicts: ours(contestant, [...wanted, judged(goals.wrong, wrong)]) };
  });
};

const streamLines = ({ name, rounds }: Of<"streams">): readonly Line[] =>
  present(rounds).map((contestant) => {
    const of = pick<StreamResult>(rounds, contestant);
    const base = pick<StreamResult>(rounds, "direct");
    const missing = Math.max(...of("missingEvents"), ...of("missingBytes"), ...of("wrong"));
    const delayP99Ms = median(of("delayP99Ms"));
    const figures = {
      firstEventP50Ms: median(of("firstEventP50Ms")),
      addedFirstEventP50Ms: medianDifference(of("firstEventP50Ms"), base("firstEventP50Ms")),
      eventsPerSecond: median(of("eventsPerSecond")),
      delayP50Ms: median(of("delayP50Ms")),
      delayP99Ms,
      missing,
    };
    return {
      about: name,
      contestant,
      figures,
      verdicts: ours(contestant, [judged(goals.delayP99Ms, delayP99Ms), judged(goals.missing, missing)]),
    };
  });

const footprintLines = ({ footprints, afterBytes, statusMs }: Run): readonly Line[] =>
  present(footprints).map((contestant) => {
    const of = pick<Footprint>(footprints, contestant);
    const figures = {
      startMs: median(of("healthMs")),
      firstAnswerMs: median(of("firstAnswerMs")),
      idleMb: median(of("idleBytes")) / 1e6,
      streamingMb: median(of("streamingBytes")) / 1e6,
      grownMb: ((afterBytes[contestant] ?? Number.NaN) - median(of("idleBytes"))) / 1e6,
      ...(contestant === "proxy-cli" && statusMs !== null ? { statusMs } : {}),
    };
    const wanted = [
      judged(goals.startMs, figures.startMs),
      judged(goals.streamingMb, figures.streamingMb),
      ...(statusMs === null ? [] : [judged(goals.statusMs, statusMs)]),
    ];
    return { about: "start and memory", contestant, figures, verdicts: ours(contestant, wanted) };
  });

const enduranceLines = ({ endurance }: Run): readonly Line[] =>
  present([endurance]).flatMap((contestant) => {
    const found = endurance[contestant];
    if (found === undefined) return [];
    const { idleStreams, lostStreams, holdingBytes, controlMs, unreadBytes } = found;
    const figures = { idleStreams, holdingMb: holdingBytes / 1e6, unreadMb: unreadBytes / 1e6, lost: lostStreams };
    const wanted = [
      judged(goals.holdingMb, figures.holdingMb),
      judged(goals.unreadMb, figures.unreadMb),
      judged(goals.missing, lostStreams),
      ...(controlMs === null ? [] : [judged(goals.controlMs, controlMs)]),
    ];
    return [
      {
        about: "answers that last",
        contestant,
        figures: controlMs === null ? figures : { ...figures, controlMs },
        verdicts: ours(contestant, wanted),
      },
    ];
  });

/** The goals are ours; the others are there to compare with. */
const ours = (contestant: ContestantName, verdicts: readonly Verdict[]): readonly Verdict[] =>
  contestant === contestantNames.at(-1) ? verdicts : [];

const present = (rounds: readonly Results<unknown>[]): readonly ContestantName[] =>
  contestantNames.filter((name) => rounds.some((round) => round[name] !== undefined));

const pick =
  <Result extends { readonly [Field in keyof Result]: number }>(
    rounds: readonly Results<Result>[],
    contestant: ContestantName,
  ) =>
  (field: keyof Result): readonly number[] =>
    rounds.map((round) => Number(round[contestant]?.[field] ?? Number.NaN)); // JSON has no NaN: it comes as null
