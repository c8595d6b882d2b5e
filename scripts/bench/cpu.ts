/**
 * Prints what one request costs in processor time, of all threads together, beside the bare relay. Unlike requests a
 * second it says nearly the same on a machine that has other work. Linux alone.
 */
import { type ContestantName, type Running, start, startReady } from "./contestants.ts";
import { firstAnswerAt, measure, usedUs } from "./programs.ts";
import { median } from "./statistics.ts";
import type { Counts } from "./traffic.ts";

/** What is asked, over how many connections, how many answers make the code hot, and for how long in each round. */
type Load = {
  readonly name: string;
  readonly kilobytes: number;
  readonly connections: number;
  readonly warmUps: number;
  readonly ms: number;
};

const loads: readonly Load[] = [
  { name: "1 KB, 64 connections", kilobytes: 1, connections: 64, warmUps: 25_000, ms: 4000 },
  { name: "1 KB, 1 connection", kilobytes: 1, connections: 1, warmUps: 25_000, ms: 3000 },
  { name: "100 KB, 8 connections", kilobytes: 100, connections: 8, warmUps: 4000, ms: 4000 },
  { name: "1 MB, 4 connections", kilobytes: 1024, connections: 4, warmUps: 800, ms: 4000 },
];

const who: readonly ContestantName[] = ["bare relay", "proxy-cli"];
const rounds = 3;

/** What has been answered is booked a little later. */
const settleMs = 1000;

const answered = async (upstream: Running): Promise<number> => {
  const response = await fetch(`http://127.0.0.1:${upstream.port}/?counts`, { keepalive: false });
  return ((await response.json()) as Counts).answers; // scripts/bench/upstream.ts says nothing else
};

const ask = ({ port }: Running, { kilobytes, connections }: Load, ms: number): Promise<object> =>
  measure("scripts/bench/load.ts", { kind: "flat-out", port, size: kilobytes * 1024, connections, warmUpMs: 0, ms });

const costUs = async (one: Running, load: Load, upstream: Running): Promise<number> => {
  const [used, answers] = [usedUs(one.pid), await answered(upstream)];
  await ask(one, load, load.ms);
  await Bun.sleep(settleMs);
  return (usedUs(one.pid) - used) / ((await answered(upstream)) - answers);
};

/** By answers and not by time: on a busy machine the compiler has not done its work when a time is over. */
const warmUp = async (one: Running, load: Load, upstream: Running): Promise<void> => {
  const crowd = { ...load, connections: Math.max(load.connections, warmUpConnections) };
  const enough = (await answered(upstream)) + load.warmUps;
  while ((await answered(upstream)) < enough) await ask(one, crowd, warmUpMs);
};

const warmUpConnections = 16;
const warmUpMs = 2000;

const upstream = await start("direct", 0);
await firstAnswerAt(upstream.port, "/", "GET");
for (const load of loads) {
  const running = await Promise.all(who.map((name) => startReady(name, upstream.port)));
  for (const one of running) await warmUp(one, load, upstream);
  const found = who.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, one] of running.entries()) found[index]?.push(await costUs(one, load, upstream));
  const [bare = 0, ours = 0] = found.map(median);
  console.log(
    `${load.name}: bare relay ${bare.toFixed(0)} µs, proxy-cli ${ours.toFixed(0)} µs, ${(ours / bare).toFixed(2)}x`,
  );
  for (const one of running) await one.stop();
}
await upstream.stop();
process.exit(0);
