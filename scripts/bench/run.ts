import { type ContestantName, contestantNames, nginxProgram, type Running, start, startReady } from "./contestants.ts";
import { type Endurance, endurance } from "./endurance.ts";
import { type Footprint, footprint, statusMs } from "./footprint.ts";
import type { LoadOutcome, LoadResult } from "./load.ts";
import type { BenchPlan, Case } from "./plan.ts";
import { firstAnswerAt, measure, residentBytes } from "./programs.ts";
import type { StreamResult } from "./sse-load.ts";
import { rotated } from "./statistics.ts";
import type { Counts } from "./traffic.ts";

/** What one case came to in one round, contestant by contestant. */
export type Measured =
  | { readonly kind: "load"; readonly name: string; readonly rounds: readonly Results<LoadResult>[] }
  | { readonly kind: "streams"; readonly name: string; readonly rounds: readonly Results<StreamResult>[] };

/** One result for each contestant that took part. */
export type Results<Result> = Readonly<Partial<Record<ContestantName, Result>>>;

/** Everything that a run has measured. */
export type Run = {
  readonly cases: readonly Measured[];
  readonly footprints: readonly Results<Footprint>[];
  /** Empty where the plan leaves it out. */
  readonly endurance: Results<Endurance>;
  /** Resident memory after everything, of the processes that lived through it. */
  readonly afterBytes: Results<number>;
  /** Null where `cli/proxy-cli status` is missing or fails. */
  readonly statusMs: number | null;
  readonly notices: readonly string[];
};

/** Measures everything of the plan, one contestant after the other in each round, and ends all that it started. */
export const run = async (plan: BenchPlan, tell: (line: string) => void): Promise<Run> => {
  const { rounds } = plan;
  const upstream = await start("direct", 0);
  const running = new Map<ContestantName, Running>([["direct", upstream]]);
  try {
    await firstAnswerAt(upstream.port, "/", "GET");
    const rivals = contestantNames.filter((name) => name !== "direct" && (name !== "nginx" || nginxProgram() !== null));
    const footprints: Results<Footprint>[] = [];
    for (let round = 0; round < rounds; round++) {
      tell(`round ${round + 1} of ${rounds}: start and memory`);
      footprints.push(await each(rotated(rivals, round), (name) => footprint(name, upstream.port)));
    }
    for (const name of rivals) running.set(name, await startReady(name, upstream.port));
    const measured = await allRounds(plan, running, tell);
    const daemon = running.get("proxy-cli");
    if (plan.endurance !== null) tell("answers that last");
    return {
      cases: measured,
      footprints,
      endurance: await lasting(plan, rivals, upstream.port),
      afterBytes: await each(rivals, async (name) => residentBytes(running.get(name)?.pid ?? 0)),
      statusMs: daemon === undefined ? null : await statusMs(daemon),
      notices: nginxProgram() === null ? ["nginx is not installed here and was left out (Debian: nginx-light)."] : [],
    };
  } finally {
    for (const each of [...running.values()].reverse()) await each.stop();
  }
};

const lasting = async (
  { endurance: wanted }: BenchPlan,
  rivals: readonly ContestantName[],
  upstreamPort: number,
): Promise<Results<Endurance>> =>
  wanted === null ? {} : each(rivals, (name) => endurance(name, upstreamPort, wanted));

const allRounds = async (
  { rounds, cases }: BenchPlan,
  running: ReadonlyMap<ContestantName, Running>,
  tell: (line: string) => void,
): Promise<readonly Measured[]> => {
  const portOf = (name: ContestantName): number => running.get(name)?.port ?? 0;
  const found = cases.map(({ kind, name }) => ({ kind, name, rounds: [] as object[] }));
  for (let round = 0; round < rounds; round++) {
    tell(`round ${round + 1} of ${rounds}: load`);
    for (const [index, one] of cases.entries()) {
      const order = rotated([...running.keys()], round + index);
      found[index]?.rounds.push(await each(order, (name) => result(one, portOf(name), portOf("direct"))));
    }
  }
  return found as unknown as readonly Measured[]; // each case's results are of its own kind
};

/** A relay that keeps too few connections to its upstream opens new ones all the time, and is slow for it. */
const result = async ({ kind, job }: Case, port: number, upstreamPort: number): Promise<object> => {
  if (kind === "streams") return measure("scripts/bench/sse-load.ts", { ...job, port });
  const before = await countsOf(upstreamPort);
  const found = await measure<LoadOutcome>("scripts/bench/load.ts", { ...job, port });
  const after = await countsOf(upstreamPort);
  const opensPerAnswer = (after.connections - before.connections) / (after.answers - before.answers);
  return { ...found, opensPerAnswer } satisfies LoadResult;
};

const countsOf = async (upstreamPort: number): Promise<Counts> => {
  const response = await fetch(`http://127.0.0.1:${upstreamPort}/?counts`, { keepalive: false });
  return (await response.json()) as Counts; // scripts/bench/upstream.ts says nothing else
};

const each = async <Result>(
  names: readonly ContestantName[],
  make: (name: ContestantName) => Promise<Result>,
): Promise<Results<Result>> => {
  const results: Partial<Record<ContestantName, Result>> = {};
  for (const name of names) results[name] = await make(name);
  return results;
};
