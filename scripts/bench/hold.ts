import { createInterface } from "node:readline";
import { connect } from "./connection.ts";
import { requestBytes, streamRequestBytes } from "./traffic.ts";

/**
 * Answers that last: so many streams whose next event never comes, or so many large answers of which the client takes
 * the beginning and then nothing more. Says `ready` when all have begun, and what came of them when its input ends.
 */
export type HoldJob = {
  readonly port: number;
  readonly streams: number;
  /** The size of each answer that is not read; 0 = quiet streams. */
  readonly unreadBytes: number;
};

/** What came of it. */
export type Held = {
  readonly begun: number;
  /** Connections that closed although nobody wanted it. */
  readonly lost: number;
};

/** Longer than any benchmark: the next event of a quiet stream. */
const quietMs = 3_600_000;

/** Connecting all at once would measure the queue of new connections. */
const atOnce = 200;

const open = async ({ port, unreadBytes }: HoldJob, tally: { begun: number; lost: number }): Promise<() => void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let hasBegun = false;
  const begin = (): void => {
    if (!hasBegun) tally.begun++;
    hasBegun = true;
    if (unreadBytes > 0) connection.pause();
    resolve();
  };
  const lose = (): void => {
    tally.lost++;
    resolve();
  };
  const connection = await connect(port, { body: begin, answered: lose, closed: lose });
  connection.send(unreadBytes > 0 ? requestBytes(port, unreadBytes) : streamRequestBytes(port, 9, quietMs));
  await promise;
  return connection.close;
};

const hold = async (job: HoldJob): Promise<void> => {
  const tally = { begun: 0, lost: 0 };
  for (let left = job.streams; left > 0; left -= atOnce) {
    await Promise.all(Array.from({ length: Math.min(left, atOnce) }, () => open(job, tally)));
  }
  console.log("ready");
  for await (const _ of createInterface(process.stdin)) break; // its end is the sign
  console.log(JSON.stringify({ begun: tally.begun, lost: tally.lost } satisfies Held));
};

if (import.meta.main) {
  await hold(JSON.parse(process.argv[2] ?? "{}"));
  process.exit(0);
}
