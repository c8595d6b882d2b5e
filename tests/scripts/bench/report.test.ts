import { expect, test } from "bun:test";
import type { LoadResult } from "../../../scripts/bench/load.ts";
import { linesOf } from "../../../scripts/bench/report.ts";
import type { Run } from "../../../scripts/bench/run.ts";
import type { StreamResult } from "../../../scripts/bench/sse-load.ts";
import { missedIn, tableOf } from "../../../scripts/bench/table.ts";

const load = (perSecond: number, p50Ms: number, wrong = 0): LoadResult => ({
  perSecond,
  p50Ms,
  p99Ms: 3 * p50Ms,
  answers: 9,
  opensPerAnswer: 0,
  wrong,
});
const round = (bare: number, daemon: number, wrong = 0) => ({
  direct: load(1000, 0.1),
  "bare relay": load(bare, 0.2),
  "proxy-cli": load(daemon, 0.4, wrong),
});
const stream = (delayP99Ms: number, missingBytes: number): StreamResult => ({
  firstEventP50Ms: 10,
  firstEventP99Ms: 20,
  eventsPerSecond: 100,
  delayP50Ms: 1,
  delayP99Ms,
  missingEvents: 0,
  missingBytes,
  wrong: 0,
});
const print = { healthMs: 90, firstAnswerMs: 95, idleBytes: 40e6, streamingBytes: 90e6 };
const run: Run = {
  cases: [
    { kind: "load", name: "1 KB, 64 connections", rounds: [round(100, 90), round(10, 9), round(100, 20)] },
    { kind: "load", name: "1 KB, steady 100 req/s", rounds: [round(100, 100, 2)] },
    { kind: "streams", name: "9 streams", rounds: [{ direct: stream(1, 0), "proxy-cli": stream(4, 12) }] },
  ],
  footprints: [{ "bare relay": print, "proxy-cli": print }],
  endurance: {
    "proxy-cli": { idleStreams: 9000, lostStreams: 0, holdingBytes: 140e6, controlMs: 101, unreadBytes: 9e6 },
  },
  afterBytes: { "bare relay": 50e6, "proxy-cli": 70e6 },
  statusMs: 81,
  notices: [],
};

test("the ratio is the median of the rounds' ratios", () => {
  const line = linesOf(run).find(({ about, contestant }) => about.includes("64") && contestant === "proxy-cli");

  expect(line?.figures).toMatchObject({ ratio: 0.9, perSecond: 20, wrong: 0 });
});

test("only the daemon has goals, and each says whether it was reached", () => {
  const judged = linesOf(run).flatMap(({ contestant, verdicts }) =>
    verdicts.map((verdict) => ({ contestant, ...verdict })),
  );

  expect(new Set(judged.map(({ contestant }) => contestant))).toEqual(new Set(["proxy-cli"]));
  expect(judged.filter(({ isMet }) => !isMet).map(({ goal }) => goal.name)).toEqual([
    "wrong answers",
    "missing events and bytes",
    "`status`",
    "slowest answer of the control socket meanwhile",
  ]);
  expect(missedIn(linesOf(run))).toBe(4);
});

test("one wrong answer in any round is told", () => {
  expect(linesOf(run).find(({ figures }) => figures["wrong"] === 2)?.contestant).toBe("proxy-cli");
});

test("the table has a block for each case, and leaves out who did not take part", () => {
  const table = tableOf(linesOf(run));

  expect(table.split("\n\n")).toHaveLength(5);
  expect(table).toContain("ok    req/s of the bare relay: 0.90x, goal at least 0.85x");
  expect(table).toContain("MISS  `status`: 81.00 ms, goal at most 80 ms");
  expect(table).not.toContain("nginx");
});

test("a round that failed to measure leaves a dash, not a zero, and misses its goal", () => {
  const nothing = { ...load(0, 0), p50Ms: Number.NaN, p99Ms: Number.NaN };
  const lines = linesOf({
    ...run,
    cases: [{ kind: "load", name: "1 KB, steady", rounds: [{ direct: nothing, "proxy-cli": nothing }] }],
  });

  expect(tableOf(lines)).toMatch(/proxy-cli +0 +- +-/);
  expect(missedIn(lines)).toBeGreaterThan(1);
});
