import { type Connection, connect } from "./connection.ts";
import { percentile } from "./statistics.ts";
import { eventCount, sendTimes, sharedTick, streamLength, streamRequestBytes } from "./traffic.ts";

/** So many streams at once, each with so many pieces of text, one every so many milliseconds. */
export type StreamJob = {
  readonly port: number;
  readonly streams: number;
  readonly events: number;
  readonly everyMs: number;
};

/** What came of it. */
export type StreamResult = {
  readonly firstEventP50Ms: number;
  readonly firstEventP99Ms: number;
  readonly eventsPerSecond: number;
  /** From the moment that the upstream writes an event until the client has it; without the first of each stream. */
  readonly delayP50Ms: number;
  readonly delayP99Ms: number;
  readonly missingEvents: number;
  readonly missingBytes: number;
  /** Streams that were refused, cut or had too much in them. */
  readonly wrong: number;
};

type Tally = {
  readonly firstMs: number[];
  readonly delaysMs: number[];
  events: number;
  bytes: number;
  wrong: number;
  lastAt: number;
};

/** Beyond the time that the streams last by themselves. */
const patienceMs = 15_000;

const openStream = async ({ port, events }: StreamJob, tally: Tally, done: () => void): Promise<Opened> => {
  let rest = "";
  let startedAt = 0;
  let isFirst = true;
  const connection = await connect(port, {
    body: (bytes) => {
      const now = sharedTick();
      tally.bytes += bytes.length;
      const read = sendTimes(rest + Buffer.from(bytes).toString("latin1"));
      rest = read.rest;
      if (read.times.length === 0) return;
      tally.events += read.times.length;
      tally.lastAt = now;
      // All streams begin at once, so what their beginnings wait for is told as the time to the first event alone.
      if (isFirst) tally.firstMs.push(now - startedAt);
      else for (const sentAt of read.times) tally.delaysMs.push(now - sentAt);
      isFirst = false;
    },
    answered: (status, length) => {
      if (status !== 200 || length !== streamLength(events)) tally.wrong++;
      done();
    },
    closed: () => done(),
  });
  return {
    close: connection.close,
    send: (request) => {
      startedAt = sharedTick();
      connection.send(request);
    },
  };
};

type Opened = Pick<Connection, "send" | "close">;

const run = async (job: StreamJob): Promise<StreamResult> => {
  const { port, streams, events, everyMs } = job;
  const tally: Tally = { firstMs: [], delaysMs: [], events: 0, bytes: 0, wrong: 0, lastAt: 0 };
  const ends = Array.from({ length: streams }, () => Promise.withResolvers<void>());
  const opened = await Promise.all(ends.map(({ resolve }) => openStream(job, tally, resolve)));
  const request = streamRequestBytes(port, events, everyMs);
  const startedAt = sharedTick();
  for (const stream of opened) stream.send(request);
  await Promise.race([Promise.all(ends.map(({ promise }) => promise)), Bun.sleep(events * everyMs + patienceMs)]);
  for (const stream of opened) stream.close();
  return {
    firstEventP50Ms: percentile(tally.firstMs, 0.5),
    firstEventP99Ms: percentile(tally.firstMs, 0.99),
    eventsPerSecond: (tally.events / (tally.lastAt - startedAt)) * 1000,
    delayP50Ms: percentile(tally.delaysMs, 0.5),
    delayP99Ms: percentile(tally.delaysMs, 0.99),
    missingEvents: streams * eventCount(events) - tally.events,
    missingBytes: streams * streamLength(events) - tally.bytes,
    wrong: tally.wrong,
  };
};

if (import.meta.main) {
  console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? "{}"))));
  process.exit(0);
}
