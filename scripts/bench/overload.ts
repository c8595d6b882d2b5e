/**
 * `npm run bench:overload`: ten times as many requests as the daemon can answer, and what becomes of those it takes. The times
 * of refusals are those of another program that asks beside the flood, as one that floods is too busy to look at a clock.
 */
import { daemonIn, type Running, startProgram, startReady, stopAll } from "./contestants.ts";
import { type Goal, goals, judged } from "./goals.ts";
import { type FloodResult, flood } from "./overload-flood.ts";
import type { OverloadJob, OverloadResult } from "./overload-load.ts";
import { firstAnswerAt, measure, usedUs } from "./programs.ts";
import { median } from "./statistics.ts";

const [rounds = 3, seconds = 5] = process.argv.slice(2).map(Number).filter(Number.isFinite);

/** An answer of two pieces, the second after 25 ms, as a vendor that thinks. */
const answer = { events: 2, everyMs: 25 };
/** So many at a time are tried; the limit is the least that has nearly all that any of them brings. */
const crowds = [25, 50, 100, 200, 400] as const;
const nearlyAll = 0.93;
const times = 10;
const clients = 1000;
/** So many a second ask beside the flood. */
const probes = 100;

type Round = { readonly peak: number; readonly over: FloodResult; readonly seen: OverloadResult; readonly us: number };

const peakOf = async ({ port }: Running, atATime: number): Promise<number> =>
  (await flood({ port, connections: atATime, waitMs: 0, ...answer, seconds })).good;

/** How many at a time it can do: with more of them each only takes longer. */
const crowdOf = async (one: Running): Promise<number> => {
  const found: { readonly crowd: number; readonly good: number }[] = [];
  for (const crowd of crowds) found.push({ crowd, good: await peakOf(one, crowd) });
  console.error(found.map(({ crowd, good }) => `${crowd} at a time: ${good.toFixed(0)}/s`).join(", "));
  const most = Math.max(...found.map(({ good }) => good));
  return found.find(({ good }) => good >= most * nearlyAll)?.crowd ?? crowds[0];
};

const probe = ({ port }: Running, perSecond: number, ms: number): Promise<OverloadResult> => {
  const job: OverloadJob = { port, perSecond, connections: 200, ...answer, warmUpMs: 1000, ms };
  return measure("scripts/bench/overload-load.ts", job);
};

const round = async (one: Running, peak: number): Promise<Round> => {
  const used = usedUs(one.pid);
  const [over, seen] = await Promise.all([
    flood({ port: one.port, connections: clients, waitMs: (clients / (peak * times)) * 1000, ...answer, seconds }),
    probe(one, probes, (seconds - 2) * 1000),
  ]);
  return { peak, over, seen, us: (usedUs(one.pid) - used) / seconds };
};

const judge = (goal: Goal, value: number): void => {
  const { isMet } = judged(goal, value);
  console.log(
    `  ${isMet ? "met   " : "MISSED"}  ${goal.name}: ${value.toFixed(2)}${goal.unit} (${goal.is} ${goal.limit}${goal.unit})`,
  );
};

const tell = (name: string, all: readonly Round[]): void => {
  const of = (value: (one: Round) => number | null): number => median(all.map((one) => value(one) ?? Number.NaN));
  const whole = (value: (one: Round) => number | null): string => of(value).toFixed(0);
  console.log(`\n${name}, medians of ${all.length} rounds`);
  console.log(
    `  peak ${whole(({ peak }) => peak)}/s; then ${whole(({ over }) => over.offered)} come a second, ` +
      `${whole(({ over }) => over.good)} are answered (p50 ${whole(({ seen }) => seen.goodP50Ms)} ms), ` +
      `${whole(({ over }) => over.refused)} refused, ${whole(({ over }) => over.wrong)} end otherwise; ` +
      `the daemon has ${whole(({ us }) => us / 10_000)} % of a processor`,
  );
  judge(
    goals.overloadTimes,
    of(({ over, peak }) => over.offered / peak),
  );
  judge(
    goals.goodput,
    of(({ over, peak }) => over.good / peak),
  );
  if (all.every(({ seen }) => seen.refusedP50Ms === null)) return;
  judge(
    goals.refusalP50Ms,
    of(({ seen }) => seen.refusedP50Ms),
  );
  judge(
    goals.refusalP99Ms,
    of(({ seen }) => seen.refusedP99Ms),
  );
};

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void stopAll().finally(() => process.exit(130)));
const upstream = await startReady("direct", 0);
const servers = `bench:\n  endpoint: http://127.0.0.1:${upstream.port}\n  type: anthropic\n`;
const daemonWith = async (most: number): Promise<Running> => {
  const flags = { upstream: "bench", "limits.max_in_flight": String(most) };
  const one = await startProgram((port, home) => daemonIn(home, servers, { "server.port": String(port), ...flags }));
  await firstAnswerAt(one.port, "/v1/messages", "POST");
  return one;
};
const open = await daemonWith(0);
await peakOf(open, crowds[1]); // until the code is hot
const atATime = await crowdOf(open);
const bounded = await daemonWith(atATime);
await peakOf(bounded, atATime);
const [found, without, after]: [Round[], Round[], number[]] = [[], [], []];
for (let at = 0; at < rounds; at++) {
  await firstAnswerAt(open.port, "/v1/messages", "POST"); // what the latest round has left behind is done
  const peak = await peakOf(open, atATime); // what it can do where nothing is refused
  if (peak === 0) throw new Error("Nothing was answered where nothing is refused: this machine is too busy.");
  console.error(`round ${at + 1}: peak ${peak.toFixed(0)}/s`);
  found.push(await round(bounded, peak));
  const asked = peak / 2;
  after.push((await probe(bounded, asked, 2000)).good / asked); // begins a second later
  without.push(await round(open, peak));
}
tell(`limits.max_in_flight ${atATime}`, found);
judge(goals.recovered, median(after));
tell("without it", without);
await Promise.all([open.stop(), bounded.stop(), upstream.stop()]);
process.exit(0);
