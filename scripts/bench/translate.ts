/** `npm run bench:translate`: what a request costs that is written in another format, beside one that is passed on. */
import { cpus } from "node:os";
import { stopAll } from "./contestants.ts";
import { goals, judged, type Verdict } from "./goals.ts";
import { readOptions } from "./plan.ts";
import { median, medianDifference } from "./statistics.ts";
import { verdictLine } from "./table.ts";
import {
  askBy,
  type Block,
  type Direction,
  type Load,
  longestBlock,
  type Measured,
  type Round,
  roundOf,
  type Stand,
  startStand,
  stopStand,
  streamPieces,
  type Way,
  ways,
} from "./translate/end-to-end.ts";
import { eventUs, requestCost } from "./translate/in-process.ts";

const directions: readonly Direction[] = [
  { from: "anthropic", to: "openai-chat" },
  { from: "openai-chat", to: "anthropic" },
  { from: "openai-responses", to: "anthropic" },
];
const sizes = { "10 KB": 10 * 1024, "200 KB": 200 * 1024, "1 MB": 1024 * 1024 };

const { rounds: wanted, isQuick } = readOptions(process.argv.slice(2), "translate.ts");
const warmUps = isQuick ? 2 : 5;
const rounds = wanted ?? (isQuick ? 1 : 3);
const asked = isQuick ? directions.slice(0, 1) : directions;

const cell = (text: string): string => text.padStart(13);
const row = (what: string, ...cells: readonly string[]): string => what.padEnd(46) + cells.map(cell).join("");
const shown = (value: number, digits: number): string => (Number.isNaN(value) ? "-" : value.toFixed(digits));
const named = ({ from, to }: Direction): string => `${from} -> ${to}`;

const over = (found: readonly Round[], way: Way, field: keyof Measured): readonly number[] =>
  found.map((round) => round[way][field]);

/** Rounds of one case, in which all ways follow one another in an order that turns. */
const inRounds = async (stand: Stand, direction: Direction, load: Load): Promise<readonly Round[]> => {
  const found: Round[] = [];
  for (let turn = 0; turn < rounds; turn++) found.push(await roundOf(stand, direction, load, turn));
  return found;
};

/** A daemon runs for days: its code is hot, however busy this machine is. */
const warmUp = async (stand: Stand): Promise<void> => {
  for (const isStream of [false, true])
    for (const direction of asked)
      for (const way of ["untranslated", "translated"] as const)
        await askBy(way, stand, direction, {
          bytes: 10_240,
          isStream,
          connections: 8,
          warmUpMs: isQuick ? 1000 : 5000,
          ms: 1,
        });
};

const wrongIn = (found: readonly Round[]): number =>
  ways.reduce((sum, way) => sum + over(found, way, "wrong").reduce((all, wrong) => all + wrong, 0), 0);

/** Requests of each size: as many as go, then one after the other for the time that they take. */
const printRequests = async (stand: Stand): Promise<readonly Verdict[]> => {
  const verdicts: Verdict[] = [];
  for (const direction of asked) {
    console.log(`\n${row(named(direction), "req/s", "CPU µs", "p50 ms", "p99 ms", "added p50", "added p99")}`);
    for (const [name, bytes] of Object.entries(sizes)) {
      const time = { warmUpMs: 1000, ms: bytes > 500_000 ? 2000 : 1000 };
      const many = await inRounds(stand, direction, { bytes, isStream: false, connections: 8, ...time });
      const single = await inRounds(stand, direction, { bytes, isStream: false, connections: 1, ...time });
      for (const way of ways) {
        const added = (field: "p50Ms" | "p99Ms"): string =>
          shown(medianDifference(over(single, way, field), over(single, "direct", field)), 2);
        const of = (found: readonly Round[], field: keyof Measured, digits: number): string =>
          shown(median(over(found, way, field)), digits);
        const latency = [of(single, "p50Ms", 2), of(single, "p99Ms", 2), added("p50Ms"), added("p99Ms")];
        console.log(row(`  ${name}, ${way}`, of(many, "perSecond", 0), of(many, "cpuUs", 0), ...latency));
      }
      verdicts.push(judged(goals.wrong, wrongIn(many) + wrongIn(single)));
      if (name === "10 KB")
        verdicts.push(judged(goals.translatedPerSecond, median(over(many, "translated", "perSecond"))));
    }
  }
  return verdicts;
};

/** Streams as fast as they are taken. */
const printStreams = async (stand: Stand): Promise<readonly Verdict[]> => {
  console.log(`\n${row(`streams of ${streamPieces} events`, "events/s", "CPU µs each", "alone")}`);
  const verdicts: Verdict[] = [];
  for (const direction of asked) {
    const time = { warmUpMs: 1000, ms: 2000 };
    const found = await inRounds(stand, direction, { bytes: 10_240, isStream: true, connections: 4, ...time });
    const alone = eventUs(direction, 10 * streamPieces);
    for (const way of ways) {
      const perSecond = median(over(found, way, "perSecond")) * streamPieces;
      const cpuUs = median(over(found, way, "cpuUs")) / streamPieces;
      const inProcess = way === "translated" ? shown(alone, 1) : "";
      console.log(row(`  ${named(direction)}, ${way}`.slice(0, 48), shown(perSecond, 0), shown(cpuUs, 1), inProcess));
      if (way === "translated") verdicts.push(judged(goals.eventUs, cpuUs));
    }
    verdicts.push(judged(goals.eventInProcessUs, alone), judged(goals.wrong, wrongIn(found)));
  }
  return verdicts;
};

/** How long everybody else waits while 1 MB is translated, and what it is made of. */
const printBlocks = async (stand: Stand): Promise<readonly Verdict[]> => {
  // As agents ask: what is done for many requests together, such as writing sessions down, is not to be measured here.
  const load = { bytes: sizes["1 MB"], isStream: false, connections: 1, pauseMs: 400, warmUpMs: 0, ms: 4000 };
  const steps = ["parse", "read", "translate", "write"] as const;
  const verdicts: Verdict[] = [];
  console.log(`\n${row("longest turn of the loop, 1 MB", "away ms", "CPU ms", ...steps.map((step) => `${step} ms`))}`);
  for (const direction of asked) {
    const block = (way: Way | null): Promise<Block> =>
      longestBlock(stand, () => (way === null ? Bun.sleep(load.ms) : askBy(way, stand, direction, load)));
    const who = [null, "untranslated", "translated"] as const;
    for (let count = 0; count < warmUps; count++)
      await longestBlock(stand, () => askBy("translated", stand, direction, { ...load, pauseMs: 0 })); // until the code is hot
    const found = who.map((): Block[] => []);
    for (let round = 0; round < rounds; round++)
      for (const [at, way] of who.entries()) found[at]?.push(await block(way));
    const cost = requestCost(direction, load.bytes, 30);
    for (const [at, way] of who.entries()) {
      const [away, worked] = (["awayMs", "workedMs"] as const).map((field) =>
        median((found[at] ?? []).map((one) => one[field])),
      );
      const parts = way === "translated" ? steps.map((step) => shown(cost[`${step}Ms`], 1)) : [];
      const name = `  ${named(direction)}, ${way ?? "idle"}`;
      console.log(row(name, shown(away ?? Number.NaN, 1), shown(worked ?? Number.NaN, 1), ...parts));
      if (way === "translated") verdicts.push(judged(goals.blockMs, worked ?? Number.NaN));
    }
    verdicts.push(judged(goals.turnMs, Math.max(cost.parseMs + cost.readMs, cost.translateMs + cost.writeMs)));
  }
  return verdicts;
};

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void stopAll().finally(() => process.exit(130)));
console.log(`${cpus().length} x ${cpus()[0]?.model.trim()}, Bun ${Bun.version}; ${rounds} rounds, medians`);
const verdicts: Verdict[] = [];
const stand = await startStand(false);
await warmUp(stand);
verdicts.push(...(await printRequests(stand)), ...(await printStreams(stand)));
await stopStand(stand);
const watched = await startStand(true);
verdicts.push(...(await printBlocks(watched)));
await stopStand(watched);
console.log(`\n${verdicts.map(verdictLine).join("\n")}`);
process.exit(0);
