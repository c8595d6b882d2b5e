/**
 * `npm run bench:cache`: how long an answer takes that is given again, out of memory, out of the file, and out of a Redis
 * where there is one; beside what passing on takes to a vendor on the same machine that answers at once, through us and through
 * the bare relay, whose p99 is what this machine allows just then. The client is a process of its own.
 */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { answerSize, type CacheJob, type CacheLoad } from "./cache-load.ts";
import { daemonIn, type Running, start, startProgram, stopAll } from "./contestants.ts";
import { goals, judged } from "./goals.ts";
import { bunCommand, environment, firstAnswerAt, measure, usedUs } from "./programs.ts";
import { median } from "./statistics.ts";
import { verdictLine } from "./table.ts";
import type { Counts } from "./traffic.ts";

const { values } = parseArgs({ options: { rounds: { type: "string", default: "5" } } });
const rounds = Number(values.rounds);
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void stopAll().finally(() => process.exit(130)));

const started = (command: (port: number, home: string) => string[]): Promise<Running> =>
  startProgram((port, home) =>
    Bun.spawn(command(port, home), { cwd: home, env: environment(), stdio: ["ignore", "ignore", "ignore"] }),
  );

const upstream = await started((port) => [...bunCommand("scripts/bench/upstream.ts"), String(port)]);
await firstAnswerAt(upstream.port, "/", "GET");
const redis =
  Bun.which("redis-server") === null
    ? null
    : await started((port) => ["redis-server", "--port", String(port), "--bind", "127.0.0.1", "--save", ""]);
if (redis === null) console.log("There is no redis-server here (Debian: redis-server): Redis is left out.");

/** With so little room a quarter of the answers is in memory, and of those that come round the longest unused never is. */
const little = { "cache.max_bytes": "8000000" };
const many = { questions: 3000, passes: 1 };

/** What an answer is given out of: settings, and questions as they have to come. What Redis has another daemon has kept. */
const places: Readonly<Record<string, Place>> = {
  "the vendor": { flags: { "cache.enabled": "false" }, job: { questions: 50, passes: 60 } },
  memory: { flags: {}, job: { questions: 50, passes: 60 } },
  file: { flags: little, job: many },
  ...(redis !== null && {
    Redis: { flags: { ...little, "store.redis_url": `redis://127.0.0.1:${redis.port}` }, job: many, isOthers: true },
  }),
};
type Place = {
  readonly flags: Readonly<Record<string, string>>;
  readonly job: Omit<CacheJob, "port">;
  /** It was asked through another daemon before. */
  readonly isOthers?: boolean;
};

/** One round; `asked`: how often the vendor was asked for what should have been known; `usedUs`: processor time for an answer. */
type Round = CacheLoad & { readonly asked: number; readonly usedUs: number };

const answersOfVendor = async (): Promise<number> => {
  const counts = (await (await fetch(`http://127.0.0.1:${upstream.port}/?counts`)).json()) as Counts;
  return counts.answers;
};

const load = (port: number, job: Omit<CacheJob, "port">): Promise<CacheLoad> =>
  measure<CacheLoad>("scripts/bench/cache-load.ts", { ...job, port });

/** After so long daemons that share a store have agreed on the secret behind their keys. */
const joiningMs = 2000;

const daemonWith = async (flags: Place["flags"]): Promise<Running> => {
  const servers = `bench:\n  endpoint: http://127.0.0.1:${upstream.port}\n  type: anthropic\n`;
  const cache = { "cache.enabled": "true", "cache.ttl_seconds": "3600" };
  const daemon = await startProgram((port, home) =>
    daemonIn(home, servers, { "server.port": String(port), upstream: "bench", ...cache, ...flags }),
  );
  await firstAnswerAt(daemon.port, "/health", "GET");
  if ("store.redis_url" in flags) await Bun.sleep(joiningMs);
  await firstAnswerAt(daemon.port, "/v1/messages", "POST");
  return daemon;
};

/** Everything is asked once so that it is kept, then again. */
const roundsOf = async ({ flags, job, isOthers = false }: Place): Promise<readonly Round[]> => {
  const daemon = await daemonWith(flags);
  const first = isOthers ? await daemonWith(flags) : daemon;
  try {
    await load(first.port, { ...job, passes: 1 });
    if (isOthers) await first.stop();
    const all: Round[] = [];
    for (let round = 0; round < rounds; round++) {
      const before = await answersOfVendor();
      const usedBefore = usedUs(daemon.pid);
      const told = await load(daemon.port, job);
      const used = (usedUs(daemon.pid) - usedBefore) / told.answers;
      all.push({ ...told, asked: (await answersOfVendor()) - before, usedUs: used });
    }
    return all;
  } finally {
    await daemon.stop();
  }
};

const p99Of = (all: readonly Round[]): number => median(all.map(({ p99Ms }) => p99Ms));
const ms = (value: number): string => `${value.toFixed(2)} ms`.padEnd(11);
const print = (name: string, all: readonly Round[]): void => {
  const [p50, p99] = [median(all.map(({ p50Ms }) => p50Ms)), p99Of(all)];
  const [asked, answers] = [
    all.reduce((sum, one) => sum + one.asked, 0),
    all.reduce((sum, one) => sum + one.answers, 0),
  ];
  const used = median(all.map((one) => one.usedUs));
  const processor = Number.isNaN(used) ? "" : `, ${used.toFixed(0)} µs of the daemon's processor time each`;
  console.log(
    `${name.padEnd(18)} p50 ${ms(p50)} p99 ${ms(p99)} ${answers - asked} of ${answers} given again${processor}`,
  );
};

console.log(`${cpus().length} x ${cpus()[0]?.model.trim() ?? "unknown processor"}, Bun ${Bun.version}`);
console.log(`${rounds} rounds, medians; one request after the other, answers of ${answerSize} B.`);
console.log(`load of the machine before it: ${loadavg()[0]?.toFixed(1)}\n`);
const roundsBeside = async (port: number): Promise<readonly Round[]> => {
  const all: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    const told = await load(port, { questions: 50, passes: 60 });
    all.push({ ...told, asked: told.answers, usedUs: Number.NaN });
  }
  return all;
};
print("vendor, directly", await roundsBeside(upstream.port));
const bare = await start("bare relay", upstream.port);
await firstAnswerAt(bare.port, "/v1/messages", "POST");
const floor = await roundsBeside(bare.port);
await bare.stop();
print("bare relay", floor);
let missed = 0;
for (const [name, place] of Object.entries(places)) {
  const all = await roundsOf(place);
  print(`out of ${name}`, all);
  if (name === "the vendor") continue; // what passing on takes on this machine, to compare with
  const verdicts = [
    judged(goals.hitP99Ms, p99Of(all)),
    judged(goals.wrong, Math.max(...all.map(({ wrong }) => wrong))),
  ];
  for (const verdict of verdicts) console.log(verdictLine(verdict));
  console.log(`        beside the bare relay's p99: ${(p99Of(all) / p99Of(floor)).toFixed(2)}x`);
  missed += verdicts.filter(({ isMet }) => !isMet).length;
}
console.log(`\nload of the machine after it: ${loadavg()[0]?.toFixed(1)}; ${missed} goals missed`);
await stopAll();
process.exit(missed === 0 ? 0 : 1);
