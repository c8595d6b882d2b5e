import { type Connection, connect } from "../connection.ts";
import { percentile } from "../statistics.ts";
import { conversation, type Format, pathOf } from "./conversation.ts";

/** What to ask, over how many connections, each again as soon as it is answered. Times in milliseconds. */
export type AskJob = {
  readonly port: number;
  /** Before the path of the format: where the upstream itself is asked. */
  readonly below: string;
  readonly format: Format;
  readonly bytes: number;
  readonly isStream: boolean;
  /** The upstream that the daemon is to take; null = who is asked is no daemon. */
  readonly upstream: string | null;
  readonly connections: number;
  /** Between an answer and the next request over its connection. */
  readonly pauseMs?: number;
  readonly warmUpMs: number;
  readonly ms: number;
};

/** What came of it, as the clients saw it. */
export type Asked = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** All that were answered, those of the warm-up too. */
  readonly answers: number;
  /** Answers with another status than 200, or another length than the first one, and connections that closed. */
  readonly wrong: number;
};

type Tally = { readonly times: number[]; answers: number; wrong: number; length: number | null };

const requestOf = ({ port, below, format, bytes, isStream, upstream }: AskJob): Buffer => {
  const body = conversation(format, bytes, isStream);
  const head = [
    `POST ${below}${pathOf[format]} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    "content-type: application/json",
    ...(upstream === null ? [] : [`x-proxy-upstream: ${upstream}`]),
    `${format === "anthropic" ? "x-api-key: " : "authorization: Bearer "}sk-bench-000000000000`,
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
};

const run = async (job: AskJob): Promise<Asked> => {
  const since = performance.now() + job.warmUpMs;
  const until = since + job.ms;
  const tally: Tally = { times: [], answers: 0, wrong: 0, length: null };
  const request = requestOf(job);
  const ends: Promise<Connection>[] = [];
  for (let at = 0; at < job.connections; at++) ends.push(asking(job, request, tally, since, until));
  for (const connection of await Promise.all(ends)) connection.close();
  const { times, answers, wrong } = tally;
  return {
    ...{ answers, wrong, perSecond: (times.length / job.ms) * 1000 },
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
  };
};

/** One connection that asks until the time is over; resolves when its last answer is there. */
const asking = async (
  { port, pauseMs = 0 }: AskJob,
  request: Buffer,
  tally: Tally,
  since: number,
  until: number,
): Promise<Connection> => {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  let sentAt = 0;
  const ask = (): void => {
    sentAt = performance.now();
    if (sentAt >= until) resolve();
    else connection.send(request);
  };
  const connection = await connect(port, {
    answered: (status, length) => {
      const now = performance.now();
      tally.answers++;
      tally.length ??= length;
      if (status !== 200 || length !== tally.length) tally.wrong++;
      else if (sentAt >= since && now <= until) tally.times.push(now - sentAt);
      if (pauseMs === 0) ask();
      else setTimeout(ask, pauseMs);
    },
    closed: () => {
      if (performance.now() < until) tally.wrong++;
      resolve();
    },
  });
  ask();
  await over;
  return connection;
};

if (import.meta.main) {
  console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? "{}"))));
  process.exit(0);
}
