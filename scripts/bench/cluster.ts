/**
 * `npm run bench:cluster`: one, two and three daemons on one Redis, as fast as they go, with a limit that all of them
 * count together. Every request must be in that count exactly once, whichever daemon it came to. Then what it costs a
 * request when that Redis is down, frozen or slow; `--only away` is that alone, `--only together` the first alone.
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Counted, counters } from "./cluster-counts.ts";
import { daemonIn, startProgram, stopAll } from "./contestants.ts";
import type { LoadOutcome } from "./load.ts";
import { bunCommand, environment, firstAnswerAt, measure } from "./programs.ts";
import { median } from "./statistics.ts";
import { measureStoreAway } from "./store-away.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "4" },
    rounds: { type: "string", default: "3" },
    only: { type: "string" },
  },
});
const ms = Number(values.seconds) * 1000;
const rounds = Number(values.rounds);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void stopAll().finally(() => process.exit(130)));

/** What one number of daemons came to in one round. */
type Round = {
  readonly perSecond: number;
  readonly p99Ms: number;
  readonly wrong: number;
  readonly answers: number;
  readonly counted: Counted;
};

const settings = "limits:\n  rates:\n    - { name: all, requests_per_day: 1000000000 }\n";

const redis = await startProgram((port, home) =>
  Bun.spawn(["redis-server", "--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", home], {
    cwd: home,
    env: environment(),
    stdio: ["ignore", "ignore", "ignore"],
  }),
);
const upstream = await startProgram((port) =>
  Bun.spawn([...bunCommand("scripts/bench/upstream.ts"), String(port)], {
    cwd: "/",
    env: environment(),
    stdio: ["ignore", "ignore", "ignore"],
  }),
);
await firstAnswerAt(upstream.port, "/", "GET");

/** Starts so many on one Redis, loads all of them at once, and compares what they counted with what was answered. */
const roundOf = async (daemons: number, prefix: string): Promise<Round> => {
  const servers = `bench:\n  endpoint: http://127.0.0.1:${upstream.port}\n  type: anthropic\n`;
  const running = await Promise.all(
    Array.from({ length: daemons }, () =>
      startProgram((port, home) => {
        void Bun.write(`${home}/config.yaml`, settings, { mode: 0o600 });
        return daemonIn(home, servers, {
          ...{ "server.port": String(port), upstream: "bench" },
          ...{ "store.redis_url": `redis://127.0.0.1:${redis.port}`, "store.redis_prefix": prefix },
        });
      }),
    ),
  );
  try {
    for (const { port } of running) await firstAnswerAt(port, "/v1/messages", "POST");
    const connections = Math.ceil(48 / daemons);
    const job = { kind: "flat-out", size: 1024, connections, warmUpMs: 1000, ms };
    const loads = await Promise.all(
      running.map(({ port }) => measure<LoadOutcome>("scripts/bench/load.ts", { ...job, port })),
    );
    return {
      perSecond: loads.reduce((sum, { perSecond }) => sum + perSecond, 0),
      p99Ms: Math.max(...loads.map(({ p99Ms }) => p99Ms)),
      wrong: loads.reduce((sum, { wrong }) => sum + wrong, 0),
      answers: loads.reduce((sum, { answers }) => sum + answers, 0),
      counted: await counters(
        redis.port,
        prefix,
        running.map(({ home }) => `${home}/daemon.sock`),
      ),
    };
  } finally {
    await Promise.all(running.map(({ stop }) => stop()));
  }
};

const shown = (value: number, digits = 0): string =>
  value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Prints how fast they are together, and whether they count exactly. */
const together = async (): Promise<boolean> => {
  const results = new Map<number, Round[]>();
  for (let round = 0; round < rounds; round++)
    for (const daemons of [1, 2, 3]) {
      console.error(`round ${round + 1} of ${rounds}: ${daemons} ${daemons === 1 ? "daemon" : "daemons"}`);
      const found = results.get(daemons) ?? [];
      results.set(daemons, [...found, await roundOf(daemons, `bench-${round}-${daemons}:`)]);
    }

  console.log(`${cpus().length} x ${cpus()[0]?.model.trim() ?? "unknown processor"}, Bun ${Bun.version}`);
  console.log(`${rounds} rounds of ${ms / 1000} s, medians; 48 connections, 1 KB, one limit in one Redis for all.\n`);
  console.log("daemons   req/s    p99      wrong   ended      counted    difference");
  let isExact = true;
  for (const [daemons, all] of results) {
    const ended = all.reduce((sum, { counted }) => sum + counted.ended, 0);
    const counted = all.reduce((sum, one) => sum + one.counted.counted, 0);
    const wrong = all.reduce((sum, one) => sum + one.wrong, 0);
    isExact &&= ended === counted && wrong === 0;
    const perSecond = shown(median(all.map((one) => one.perSecond)));
    const p99 = `${shown(median(all.map((one) => one.p99Ms)), 1)} ms`;
    console.log(
      [
        String(daemons).padEnd(9),
        ...[perSecond.padEnd(8), p99.padEnd(8), String(wrong).padEnd(7)],
        ...[shown(ended).padEnd(10), shown(counted).padEnd(10), shown(counted - ended)],
      ].join(" "),
    );
  }
  console.log(isExact ? "\nthe sum is exact" : "\nTHE SUM IS NOT EXACT");
  return isExact;
};

const isExact = values.only === "away" || (await together());
const isMet = values.only === "together" || (await measureStoreAway({ upstreamPort: upstream.port, rounds, ms }));
await stopAll();
process.exit(isExact && isMet ? 0 : 1);
