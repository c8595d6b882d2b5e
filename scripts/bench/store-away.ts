import { createConnection, createServer, type Server } from "node:net";
import { daemonIn, type Running, startProgram } from "./contestants.ts";
import type { LoadOutcome } from "./load.ts";
import { environment, firstAnswerAt, freePort, measure } from "./programs.ts";
import { median, medianDifference, rotated } from "./statistics.ts";

/** How a store can be of no help. `as it happens` = it was well when the requests began; else it is so from the start. */
const cases = ["well", "dead from the start", "dies", "frozen from the start", "freezes", "answers after 2 s"] as const;

type Case = (typeof cases)[number];

type Options = { readonly upstreamPort: number; readonly rounds: number; readonly ms: number };

/** What a store that is away may cost a request, at the median and for all but one of a hundred, in milliseconds. */
const goalMs = 5;

/** Each request is counted in the store: by a limit, by a budget for all, by one for its conversation. */
const settings = `limits:
  rates:
    - { name: all, requests_per_day: 1000000000 }
budgets:
  - { name: day, per: day, dollars: 1000000 }
  - { name: each, per: session, dollars: 1000000 }
`;

const redisOn = (port: number, home: string): Bun.Subprocess =>
  Bun.spawn(["redis-server", "--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", home], {
    cwd: home,
    env: environment(),
    stdio: ["ignore", "ignore", "ignore"],
  });

/** The way to a Redis on which each answer takes so long. */
const slowWay = (port: number, delayMs: number): Promise<{ readonly port: number; readonly server: Server }> =>
  new Promise((resolve) => {
    const server = createServer((here) => {
      const there = createConnection(port, "127.0.0.1");
      here.pipe(there);
      there.on("data", (bytes) => setTimeout(() => here.write(bytes), delayMs));
      for (const socket of [here, there]) socket.on("error", () => undefined);
      here.on("close", () => there.destroy());
    });
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve({ port: typeof address === "object" ? (address?.port ?? 0) : 0, server });
    });
  });

const daemonOn = (storePort: number | null, upstreamPort: number): Promise<Running> =>
  startProgram((port, home) => {
    void Bun.write(`${home}/config.yaml`, settings, { mode: 0o600 });
    const servers = `bench:\n  endpoint: http://127.0.0.1:${upstreamPort}\n  type: anthropic\n`;
    const store = storePort === null ? {} : { "store.redis_url": `redis://127.0.0.1:${storePort}` };
    return daemonIn(home, servers, { "server.port": String(port), upstream: "bench", ...store });
  });

/** One load with a store and one without, at the same time: what else goes on in the machine falls out of the difference. */
type Round = { readonly own: LoadOutcome; readonly alone: LoadOutcome };

/** A hundred requests a second through each; a third of the time has gone when a store goes bad that was well. */
const roundOf = async (name: Case, { upstreamPort, ms }: Options, isOwnFirst: boolean): Promise<Round> => {
  const redis = await startProgram(redisOn);
  const slow = name === "answers after 2 s" ? await slowWay(redis.port, 2000) : null;
  const spoil = (): void => {
    if (name.startsWith("d")) process.kill(redis.pid, "SIGKILL");
    if (name.startsWith("f")) process.kill(redis.pid, "SIGSTOP");
  };
  const isFromStart = name.endsWith("start");
  if (isFromStart) spoil();
  const storePort = name === "dead from the start" ? freePort() : (slow?.port ?? redis.port);
  const daemons = await Promise.all([daemonOn(storePort, upstreamPort), daemonOn(null, upstreamPort)]);
  try {
    for (const { port } of daemons) await firstAnswerAt(port, "/v1/messages", "POST");
    const timer = setTimeout(() => !isFromStart && spoil(), 1000 + ms / 3);
    const job = { kind: "steady", size: 1024, connections: 32, warmUpMs: 1000, ms };
    // They ask in step, and who asks second waits for the first: so each is first as often.
    const inTurn = isOwnFirst ? daemons : daemons.toReversed();
    const loads = inTurn.map(({ port }) => measure<LoadOutcome>("scripts/bench/load.ts", { ...job, port }));
    const [first, second] = await Promise.all(loads).finally(() => clearTimeout(timer));
    if (first === undefined || second === undefined) throw new Error("Two loads were begun.");
    return isOwnFirst ? { own: first, alone: second } : { own: second, alone: first };
  } finally {
    await Promise.all(daemons.map(({ stop }) => stop()));
    slow?.server.close();
    if (name.startsWith("f")) process.kill(redis.pid, "SIGCONT");
    await redis.stop();
  }
};

/** What it came to in all rounds. */
const addedBy = (all: readonly Round[], figure: "p50Ms" | "p99Ms"): number =>
  medianDifference(
    all.map(({ own }) => own[figure]),
    all.map(({ alone }) => alone[figure]),
  );

/** Prints what a store that is away adds to requests, beside the goal; true where that is reached and none has failed. */
export const measureStoreAway = async (options: Options): Promise<boolean> => {
  const results = new Map<Case, Round[]>(cases.map((name) => [name, []]));
  for (let round = 0; round < options.rounds; round++)
    for (const name of rotated(cases, round)) {
      console.error(`round ${round + 1} of ${options.rounds}: a store that is: ${name}`);
      results.get(name)?.push(await roundOf(name, options, round % 2 === 0));
    }
  const { ms, rounds } = options;
  console.log(
    `\n100 requests/s for ${ms / 1000} s beside as many through a daemon without a store, ${rounds} rounds, medians;`,
  );
  console.log(`"dies" and "freezes" after a third of the time. The goal: ${goalMs} ms more at most, and none fails.\n`);
  console.log("store                   p50       without   added     p99       without   added     failed");
  const rows = [...results].map(([name, all]) => rowOf(name, all));
  for (const { text } of rows) console.log(text);
  return rows.every(({ isWell }) => isWell);
};

const rowOf = (name: Case, all: readonly Round[]) => {
  const added = [addedBy(all, "p50Ms"), addedBy(all, "p99Ms")] as const;
  const failed = all.reduce((sum, { own }) => sum + own.wrong, 0);
  const isWell = failed === 0 && added.every((ms) => ms <= goalMs);
  const middle = (of: keyof Round, figure: "p50Ms" | "p99Ms"): number => median(all.map((round) => round[of][figure]));
  const times = [
    ...[middle("own", "p50Ms"), middle("alone", "p50Ms"), added[0]],
    ...[middle("own", "p99Ms"), middle("alone", "p99Ms"), added[1]],
  ];
  const columns = times.map((time) => `${time.toFixed(2)} ms`.padEnd(9));
  return { isWell, text: [name.padEnd(23), ...columns, `${failed}${isWell ? "" : "   MISSED"}`].join(" ") };
};
