/** `npm run bench:overload`: ten times as many requests as the daemon takes, and what becomes of those it takes. */
import { daemonIn, startProgram, startReady, stopAll } from "./contestants.ts";
import { type Goal, goals, judged } from "./goals.ts";
import type { OverloadJob, OverloadResult } from "./overload-load.ts";
import { firstAnswerAt, measure } from "./programs.ts";

const [seconds = 6] = process.argv.slice(2).map(Number).filter(Number.isFinite);

/** An answer of two pieces, the second after 50 ms, as a vendor that thinks; so many of them at a time. */
const answer = { events: 2, everyMs: 25 };
const atATime = 50;

const told = ({ offered, good, goodP50Ms, refused, refusedP50Ms, refusedP99Ms, wrong }: OverloadResult): string =>
  [
    `${Math.round(offered)} offered/s, ${Math.round(good)} answered/s (p50 ${ms(goodP50Ms)})`,
    `${Math.round(refused)} refused/s (p50 ${ms(refusedP50Ms)}, p99 ${ms(refusedP99Ms)}), ${wrong} otherwise`,
  ].join(", ");

const ms = (value: number | null): string => (value === null ? "-" : `${value.toFixed(1)} ms`);

const judge = (goal: Goal, measured: number | null): void => {
  const value = measured ?? Number.NaN;
  const { isMet } = judged(goal, value);
  console.log(
    `  ${isMet ? "met   " : "MISSED"}  ${goal.name}: ${value.toFixed(2)}${goal.unit} (${goal.is} ${goal.limit}${goal.unit})`,
  );
};

/** Flags of a daemon; its peak; then ten times that; then the peak again. */
const play = async (name: string, flags: Readonly<Record<string, string>>, connections: number): Promise<void> => {
  const upstream = await startReady("direct", 0);
  const servers = `bench:\n  endpoint: http://127.0.0.1:${upstream.port}\n  type: anthropic\n`;
  const daemon = await startProgram((port, home) =>
    daemonIn(home, servers, { "server.port": String(port), upstream: "bench", ...flags }),
  );
  await firstAnswerAt(daemon.port, "/v1/messages", "POST");
  const load = (perSecond: number, most: number, ms = seconds * 1000): Promise<OverloadResult> => {
    const job: OverloadJob = { port: daemon.port, perSecond, connections: most, ...answer, warmUpMs: 1000, ms };
    return measure("scripts/bench/overload-load.ts", job);
  };
  console.log(`\n${name}`);
  await load(100_000, connections); // warm
  const peak = await load(100_000, connections); // each connection asks as soon as it is answered
  console.log(`  peak      ${told(peak)}`);
  const over = await load(peak.good * 10, 4000);
  console.log(`  overload  ${told(over)}`);
  const after = await load(peak.good * 0.5, connections, 3000); // its warm-up is a second: what it says is of the second after that
  console.log(`  after     ${told(after)}`);
  judge(goals.overloadTimes, over.offered / peak.good);
  judge(goals.goodput, over.good / peak.good);
  judge(goals.refusalP50Ms, over.refusedP50Ms);
  judge(goals.refusalP99Ms, over.refusedP99Ms);
  judge(goals.recovered, after.good / (peak.good * 0.5));
  await Promise.all([daemon.stop(), upstream.stop()]);
};

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void stopAll().finally(() => process.exit(130)));
await play(`limits.max_in_flight ${atATime}`, { "limits.max_in_flight": String(atATime) }, atATime);
await play("neither", {}, atATime * 4);
process.exit(0);
