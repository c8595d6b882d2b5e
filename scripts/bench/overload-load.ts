import { type Connection, connect } from "./connection.ts";
import { percentile } from "./statistics.ts";
import { streamRequestBytes } from "./traffic.ts";

/** So many requests a second, whatever becomes of those before, over at most so many connections. */
export type OverloadJob = {
  readonly port: number;
  readonly perSecond: number;
  readonly connections: number;
  readonly events: number;
  readonly everyMs: number;
  readonly warmUpMs: number;
  readonly ms: number;
};

/** What came of it. */
export type OverloadResult = {
  /** Sent a second: what this machine could send of what was wanted. */
  readonly offered: number;
  /** Answered with 200 a second. */
  readonly good: number;
  /** Null = there was none. */
  readonly goodP50Ms: number | null;
  readonly refused: number;
  readonly refusedP50Ms: number | null;
  readonly refusedP99Ms: number | null;
  /** Any other end. */
  readonly wrong: number;
};

const run = async (job: OverloadJob): Promise<OverloadResult> => {
  const request = streamRequestBytes(job.port, job.events, job.everyMs);
  const since = performance.now() + job.warmUpMs;
  const until = since + job.ms;
  const good: number[] = [];
  const refused: number[] = [];
  let [sent, wrong, open] = [0, 0, 0];
  const free: Wire[] = [];
  const isCounted = (at: number): boolean => at >= since && at < until;
  const ask = (wire: Wire): void => {
    wire.sentAt = performance.now();
    wire.isAsked = true;
    if (isCounted(wire.sentAt)) sent++;
    wire.connection?.send(request);
  };
  const dial = async (): Promise<Wire> => {
    open++;
    const wire: Wire = { connection: null, sentAt: 0, isAsked: false };
    wire.connection = await connect(job.port, {
      answered: (status) => {
        wire.isAsked = false;
        if (isCounted(wire.sentAt)) {
          const tookMs = performance.now() - wire.sentAt;
          if (status === 200) good.push(tookMs);
          else if (status === 503) refused.push(tookMs);
          else wrong++;
        }
        if (status === 200)
          free.push(wire); // a refusal closes it
        else wire.connection?.close();
      },
      closed: () => {
        open--;
        const at = free.indexOf(wire);
        if (at >= 0) free.splice(at, 1);
        if (wire.isAsked && isCounted(wire.sentAt)) wrong++;
      },
    });
    return wire;
  };
  let owed = 0;
  let at = performance.now();
  while (performance.now() < until) {
    const now = performance.now();
    owed = Math.min(owed + ((now - at) * job.perSecond) / 1000, job.connections);
    at = now;
    for (; owed >= 1; owed--) {
      const wire = free.pop();
      if (wire !== undefined) ask(wire);
      else if (open < job.connections) void dial().then(ask, () => wrong++);
    }
    await Bun.sleep(1);
  }
  await Bun.sleep(500);
  const perSecond = (count: number): number => (count / job.ms) * 1000;
  return {
    offered: perSecond(sent),
    ...{ good: perSecond(good.length), goodP50Ms: percentile(good, 0.5) },
    ...{ refused: perSecond(refused.length), refusedP50Ms: percentile(refused, 0.5) },
    ...{ refusedP99Ms: percentile(refused, 0.99), wrong },
  };
};

type Wire = { connection: Connection | null; sentAt: number; isAsked: boolean };

if (import.meta.main) {
  console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? "{}"))));
  process.exit(0);
}
