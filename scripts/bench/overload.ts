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
import { verdictLine } from "./table.ts";

const [rounds = 3, seconds = 5] = process.argv.slice(2).map(Number).filter(Number.isFinite);

/** An answer of two pieces, the second after 25 ms, as a vendor that thinks. */
const answer = { events: 2, everyMs: 25 };
/** So many at a time are tried; the limit is the least that has nearly all that any of them brings. */
const crowds = [25, 50, 100, 200, 400] as const;
const nearlyAll = 0.93;
const times = 10;
const clients = 2000;
/** So many a second ask beside the flood. */
const probes = 100;
/** An overload is found after a second or two; what comes before is not looked at. */
const foundMs = 3000;

type Round = {
  readonly peak: number;
  readonly over: FloodResult;
  readonly seen: OverloadResult;
  /** Processor time of the daemon in a second. */
  readonly us: number;
  /** Two seconds after the flood: answers beside what is asked for, which is half of the peak. */
  readonly after: number;
};

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

const probe = ({ port }: Running, perSecond: number, warmUpMs: number, ms: number): Promise<OverloadResult> => {
  const job: OverloadJob = { port, perSecond, connections: 200, ...answer, warmUpMs, ms };
  return measure("scripts/bench/overload-load.ts", job);
};

const flooded = (one: Running, peak: number): Promise<FloodResult> =>
  flood({
    port: one.port,
    connections: clients,
    waitMs: (clients / (peak * times)) * 1000,
    ...answer,
    seconds: seconds + foundMs / 1000,
  });

const round = async (one: Running, peak: number): Promise<Round> => {
  const used = usedUs(one.pid);
  const [over, seen] = await Promise.all([flooded(one, peak), probe(one, probes, foundMs, seconds * 1000)]);
  const us = (usedUs(one.pid) - used) / (seconds + foundMs / 1000);
  const asked = peak / 2;
  return { peak, over, seen, us, after: (await probe(one, asked, 1000, 2000)).good / asked };
};

const judge = (goal: Goal, value: number): void => console.log(verdictLine(judged(goal, value)));

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
  judge(
    goals.recovered,
    of(({ after }) => after),
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

/** What a refusal takes of a processor: of a daemon that does nothing else, as the one it may work on is there already. */
const refusalUs = async (): Promise<number> => {
  const one = await daemonWith({ "limits.max_in_flight": "1" });
  const held = await fetch(`http://127.0.0.1:${one.port}/v1/messages?events=2&every=600000`, { method: "POST" });
  const used = usedUs(one.pid);
  const { refused } = await flood({ port: one.port, connections: 50, waitMs: 0, ...answer, seconds });
  const us = (usedUs(one.pid) - used) / (refused * seconds);
  await held.body?.cancel();
  await one.stop();
  return us;
};

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void stopAll().finally(() => process.exit(130)));
const upstream = await startReady("direct", 0);
const servers = `bench:\n  endpoint: http://127.0.0.1:${upstream.port}\n  type: anthropic\n`;
const daemonWith = async (flags: Readonly<Record<string, string>>): Promise<Running> => {
  const one = await startProgram((port, home) =>
    daemonIn(home, servers, { "server.port": String(port), upstream: "bench", ...flags }),
  );
  await firstAnswerAt(one.port, "/v1/messages", "POST");
  return one;
};
console.log(`a refusal takes ${(await refusalUs()).toFixed(0)} µs of the daemon's processor time`);
const open = await daemonWith({ "limits.max_lateness_ms": "0" });
await peakOf(open, crowds[1]); // until the code is hot
const atATime = await crowdOf(open);
const shedding = await daemonWith({});
const bounded = await daemonWith({ "limits.max_lateness_ms": "0", "limits.max_in_flight": String(atATime) });
for (const one of [shedding, bounded]) await peakOf(one, crowds[1]);
const contestants = [
  { name: "default settings", one: shedding, found: [] as Round[] },
  { name: `limits.max_in_flight ${atATime} alone`, one: bounded, found: [] as Round[] },
  { name: "neither", one: open, found: [] as Round[] },
];
for (let at = 0; at < rounds; at++) {
  for (const { name, one, found } of contestants) {
    await firstAnswerAt(open.port, "/v1/messages", "POST"); // what was asked of it before is done
    const peak = await peakOf(open, atATime); // what it can do where nothing is refused
    if (peak === 0) throw new Error("Nothing was answered where nothing is refused: this machine is too busy.");
    console.error(`round ${at + 1}, ${name}: peak ${peak.toFixed(0)}/s`);
    found.push(await round(one, peak));
  }
}
for (const { name, found } of contestants) tell(name, found);
await stopAll();
process.exit(0);
