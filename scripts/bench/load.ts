import { type Connection, connect } from "./connection.ts";
import { percentile } from "./statistics.ts";
import { requestBytes } from "./traffic.ts";

/** What to send: as much as goes over so many connections, or a steady number each second. Times in milliseconds. */
export type LoadJob = {
  readonly kind: "flat-out" | "steady";
  readonly port: number;
  /** Bytes of the request's body and of the answer's. */
  readonly size: number;
  readonly connections: number;
  readonly warmUpMs: number;
  readonly ms: number;
};

/** What came of it, as the clients saw it. */
export type LoadOutcome = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly answers: number;
  /** Answers with another status or length than they must have, and connections that closed. */
  readonly wrong: number;
};

/** And as the upstream saw it. */
export type LoadResult = LoadOutcome & {
  /** Connections that were opened to the upstream for each answer; near 0 where they are kept. */
  readonly opensPerAnswer: number;
};

const steadyPerSecond = 100;

/** Time for what has been asked last, so that nobody has to book a client that left. */
const lastAnswersMs = 150;

type Tally = { readonly times: number[]; wrong: number; since: number; until: number };

/** A connection that reports each answer with the time it took. */
const timed = async ({ port, size }: LoadJob, tally: Tally, next: (ask: () => void) => void): Promise<Connection> => {
  const request = requestBytes(port, size);
  let sentAt = 0;
  const ask = (): void => {
    sentAt = performance.now();
    connection.send(request);
  };
  const connection = await connect(port, {
    answered: (status, length) => {
      const now = performance.now();
      if (status !== 200 || length !== size) tally.wrong++;
      else if (now >= tally.since && now <= tally.until) tally.times.push(now - sentAt);
      next(ask);
    },
    closed: () => {
      if (performance.now() < tally.until) tally.wrong++;
    },
  });
  next(ask);
  return connection;
};

/** Each connection asks again as soon as it is answered. */
const flatOut = (job: LoadJob, tally: Tally): Promise<readonly Connection[]> => {
  const next = (ask: () => void): void => {
    if (performance.now() < tally.until) ask();
  };
  return Promise.all(Array.from({ length: job.connections }, () => timed(job, tally, next)));
};

/** A clock asks, on whichever connection is free; one that is slow holds back no other. */
const steady = async (job: LoadJob, tally: Tally): Promise<readonly Connection[]> => {
  const free: (() => void)[] = [];
  const next = (ask: () => void): void => void free.push(ask);
  const connections = await Promise.all(Array.from({ length: job.connections }, () => timed(job, tally, next)));
  const timer = setInterval(() => {
    if (performance.now() > tally.until) return clearInterval(timer);
    const ask = free.shift();
    if (ask === undefined) tally.wrong++;
    else ask();
  }, 1000 / steadyPerSecond);
  return connections;
};

const run = async (job: LoadJob): Promise<LoadOutcome> => {
  const since = performance.now() + job.warmUpMs;
  const tally: Tally = { times: [], wrong: 0, since, until: since + job.ms };
  const connections = await (job.kind === "steady" ? steady : flatOut)(job, tally);
  await Bun.sleep(tally.until - performance.now() + lastAnswersMs);
  for (const connection of connections) connection.close();
  const { times, wrong } = tally;
  return {
    perSecond: (times.length / job.ms) * 1000,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    answers: times.length,
    wrong,
  };
};

if (import.meta.main) {
  console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? "{}"))));
  process.exit(0);
}
