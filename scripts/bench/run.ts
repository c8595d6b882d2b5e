import { type ContestantName, contestantNames, nginxProgram, type Running, start, startReady } from "./contestants.ts";
import { type Footprint, footprint, statusMs } from "./footprint.ts";
import type { LoadResult } from "./load.ts";
import type { BenchPlan, Case } from "./plan.ts";
import { firstAnswerAt, measure, residentBytes } from "./programs.ts";
import type { StreamResult } from "./sse-load.ts";
import { rotated } from "./statistics.ts";

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
  /** Resident memory after everything, of the processes that lived through it. */
  readonly afterBytes: Results<number>;
  /** Null where `cli/proxy-cli status` is missing or fails. */
  readonly statusMs: number | null;
  readonly notices: readonly string[];
};

/** Measures everything of the plan, one contestant after the other in each round, and ends all that it started. */
export const run = async ({ rounds, cases }: BenchPlan, tell: (line: string) => void): Promise<Run> => {
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
    const measured = await allRounds({ rounds, cases }, running, tell);
    const daemon = running.get("proxy-cli");
    return {
      cases: measured,
      footprints,
      afterBytes: await each(rivals, async (name) => residentBytes(running.get(name)?.pid ?? 0)),
      statusMs: daemon === undefined ? null : await statusMs(daemon),
      notices: nginxProgram() === null ? ["nginx is not installed here and was left out (Debian: nginx-light)."] : [],
    };
  } finally {
    for (const each of [...running.values()].reverse()) await each.stop();
  }
};

const allRounds = async (
  { rounds, cases }: BenchPlan,
  running: ReadonlyMap<ContestantName, Running>,
  tell: (line: string) => void,
): Promise<readonly Measured[]> => {
  const found = cases.map(({ kind, name }) => ({ kind, name, rounds: [] as object[] }));
  for (let round = 0; round < rounds; round++) {
    tell(`round ${round + 1} of ${rounds}: load`);
    for (const [index, one] of cases.entries()) {
      const order = rotated([...running.keys()], round + index);
      found[index]?.rounds.push(await each(order, (name) => result(one, running.get(name)?.port ?? 0)));
    }
  }
  return found as unknown as readonly Measured[]; // each case's results are of its own kind
};

const result = ({ kind, job }: Case, port: number): Promise<object> =>
  measure(kind === "load" ? "scripts/bench/load.ts" : "scripts/bench/sse-load.ts", { ...job, port });

const each = async <Result>(
  names: readonly ContestantName[],
  make: (name: ContestantName) => Promise<Result>,
): Promise<Results<Result>> => {
  const results: Partial<Record<ContestantName, Result>> = {};
  for (const name of names) results[name] = await make(name);
  return results;
};
