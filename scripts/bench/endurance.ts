import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connectTo } from "../../src/control/client.ts";
import { type ContestantName, type Running, startReady } from "./contestants.ts";
import type { Held, HoldJob } from "./hold.ts";
import { bunCommand, environment, residentBytes } from "./programs.ts";
import { median } from "./statistics.ts";

/** What answers that last for long cost. Bytes of resident memory, milliseconds. */
export type Endurance = {
  readonly idleStreams: number;
  readonly lostStreams: number;
  readonly holdingBytes: number;
  /** The slowest of 50 `status` calls over the control socket meanwhile; null for those who have none. */
  readonly controlMs: number | null;
  /** What is held for readers who have stopped reading, beyond what the process had before: the median over the time. */
  readonly unreadBytes: number;
};

/** What is asked of each contestant. */
export type EndurancePlan = {
  readonly idleStreams: number;
  readonly unreadStreams: number;
  /** Of each answer that nobody reads. */
  readonly unreadBytes: number;
};

/** How long quiet streams are looked at, and how long an upstream may push against a reader who has stopped. */
const lookMs = 5000;

/** After this a start is over. */
const settleMs = 1000;

/** Starts a contestant anew for each of the two, looks, and ends it. */
export const endurance = async (
  name: ContestantName,
  upstreamPort: number,
  plan: EndurancePlan,
): Promise<Endurance> => {
  const idleStreams = Math.min(plan.idleStreams, mostStreams());
  const idle = await withFresh(name, upstreamPort, (running) =>
    holding({ port: running.port, streams: idleStreams, unreadBytes: 0 }, async () => {
      await Bun.sleep(lookMs);
      return {
        bytes: residentBytes(running.pid),
        controlMs: name === "proxy-cli" ? await slowestStatus(running) : null,
      };
    }),
  );
  const unread = await withFresh(name, upstreamPort, async (running) => {
    await Bun.sleep(settleMs); // what a start itself still takes is not the readers' doing
    const before = residentBytes(running.pid);
    const job = { port: running.port, streams: plan.unreadStreams, unreadBytes: plan.unreadBytes };
    return holding(job, async () => (await usualBytes(running.pid)) - before);
  });
  return {
    idleStreams,
    lostStreams: idle.held.lost + unread.held.lost,
    holdingBytes: idle.seen.bytes,
    controlMs: idle.seen.controlMs,
    unreadBytes: unread.seen,
  };
};

/** A relay has two descriptors for each stream, and needs some for itself. */
const mostStreams = (): number => {
  const limits = readFileSync("/proc/self/limits", "utf8");
  return Math.floor((Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? 1024) - 150) / 2);
};

const withFresh = async <Result>(
  name: ContestantName,
  upstreamPort: number,
  look: (running: Running) => Promise<Result>,
): Promise<Result> => {
  const running = await startReady(name, upstreamPort);
  try {
    return await look(running);
  } finally {
    await running.stop();
  }
};

/** Runs the program that holds the answers, looks while it does, and lets it end. */
const holding = async <Seen>(job: HoldJob, look: () => Promise<Seen>): Promise<{ seen: Seen; held: Held }> => {
  const child = Bun.spawn([...bunCommand("scripts/bench/hold.ts"), JSON.stringify(job)], {
    env: environment(),
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
    timeout: 120_000,
  });
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const first = await lines.read();
  if (first.value?.startsWith("ready") !== true)
    throw new Error("The benchmark's client ended before it held all streams.");
  const seen = await look();
  await child.stdin.end();
  const last = await lines.read();
  await child.exited;
  return { seen, held: JSON.parse(last.value ?? "{}") };
};

const slowestStatus = async ({ home }: Running): Promise<number> => {
  const client = connectTo(join(home, "daemon.sock"));
  let slowest = 0;
  for (let call = 0; call < 50; call++) {
    const startedAt = performance.now();
    await client.status({});
    slowest = Math.max(slowest, performance.now() - startedAt);
  }
  return slowest;
};

/** What a process has while it is held up: the first burst passes, what stays is what each such reader costs. */
const usualBytes = async (pid: number): Promise<number> => {
  const seen: number[] = [];
  for (const until = performance.now() + lookMs; performance.now() < until; await Bun.sleep(50)) {
    seen.push(residentBytes(pid));
  }
  return median(seen);
};
