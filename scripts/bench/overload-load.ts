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

type Wire = { connection: Connection | null; sentAt: number; isAsked: boolean };

/** Connections that are asked when they are free. */
class Wires {
  readonly good: number[] = [];
  readonly refused: number[] = [];
  sent = 0;
  wrong = 0;
  readonly #job: OverloadJob;
  readonly #request: Uint8Array;
  readonly #since: number;
  readonly #free: Wire[] = [];
  #open = 0;

  constructor(job: OverloadJob, since: number) {
    this.#job = job;
    this.#since = since;
    this.#request = streamRequestBytes(job.port, job.events, job.everyMs);
  }

  /** One request more, where a connection is free or may be opened. */
  ask(): void {
    const free = this.#free.pop();
    if (free !== undefined) return this.#send(free);
    if (this.#open < this.#job.connections)
      void this.#dial().then(
        (wire) => this.#send(wire),
        () => this.wrong++,
      );
  }

  #isCounted = ({ sentAt }: Wire): boolean => sentAt >= this.#since && sentAt < this.#since + this.#job.ms;

  #send(wire: Wire): void {
    wire.sentAt = performance.now();
    wire.isAsked = true;
    if (this.#isCounted(wire)) this.sent++;
    wire.connection?.send(this.#request);
  }

  async #dial(): Promise<Wire> {
    this.#open++;
    const wire: Wire = { connection: null, sentAt: 0, isAsked: false };
    wire.connection = await connect(this.#job.port, {
      answered: (status) => this.#answered(wire, status),
      closed: () => this.#closed(wire),
    });
    return wire;
  }

  #answered(wire: Wire, status: number): void {
    wire.isAsked = false;
    if (this.#isCounted(wire)) {
      const tookMs = performance.now() - wire.sentAt;
      if (status === 200) this.good.push(tookMs);
      else if (status === 503) this.refused.push(tookMs);
      else this.wrong++;
    }
    this.#free.push(wire);
  }

  #closed(wire: Wire): void {
    this.#open--;
    const at = this.#free.indexOf(wire);
    if (at >= 0) this.#free.splice(at, 1);
    if (wire.isAsked && this.#isCounted(wire)) this.wrong++;
  }
}

const run = async (job: OverloadJob): Promise<OverloadResult> => {
  const since = performance.now() + job.warmUpMs;
  const wires = new Wires(job, since);
  let owed = 0;
  for (let at = performance.now(); at < since + job.ms; ) {
    const now = performance.now();
    owed = Math.min(owed + ((now - at) * job.perSecond) / 1000, job.connections);
    at = now;
    for (; owed >= 1; owed--) wires.ask();
    await Bun.sleep(1);
  }
  await Bun.sleep(500);
  const { good, refused, sent, wrong } = wires;
  const perSecond = (count: number): number => (count / job.ms) * 1000;
  return {
    offered: perSecond(sent),
    ...{ good: perSecond(good.length), goodP50Ms: percentile(good, 0.5) },
    ...{ refused: perSecond(refused.length), refusedP50Ms: percentile(refused, 0.5) },
    ...{ refusedP99Ms: percentile(refused, 0.99), wrong },
  };
};

if (import.meta.main) {
  console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? "{}"))));
  process.exit(0);
}
