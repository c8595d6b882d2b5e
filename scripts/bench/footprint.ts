import { existsSync } from "node:fs";
import { join } from "node:path";
import { type ContestantName, type Running, start } from "./contestants.ts";
import { environment, firstAnswerAt, measure, residentBytes } from "./programs.ts";
import type { StreamResult } from "./sse-load.ts";
import { median } from "./statistics.ts";

/** What a contestant that has just been started costs. Bytes of resident memory, milliseconds. */
export type Footprint = {
  /** From its start until `/health` is answered; of the others, who have no such page, until they relay. */
  readonly healthMs: number;
  readonly firstAnswerMs: number;
  readonly idleBytes: number;
  /** The most while 1,000 streams run. */
  readonly streamingBytes: number;
};

/** Starts a contestant anew, looks, and ends it. */
export const footprint = async (name: ContestantName, upstreamPort: number): Promise<Footprint> => {
  const running = await start(name, upstreamPort);
  try {
    const { port, pid, startedAt } = running;
    const healthAt = name === "proxy-cli" ? await firstAnswerAt(port, "/health", "GET") : null;
    const answeredAt = await firstAnswerAt(port, "/v1/messages", "POST");
    await Bun.sleep(500);
    const idleBytes = residentBytes(pid);
    const job = { port, streams: 1000, events: 10, everyMs: 100 };
    const [streamingBytes] = await highest(pid, measure<StreamResult>("scripts/bench/sse-load.ts", job));
    return {
      healthMs: (healthAt ?? answeredAt) - startedAt,
      firstAnswerMs: answeredAt - startedAt,
      idleBytes,
      streamingBytes,
    };
  } finally {
    await running.stop();
  }
};

/** The wall time of `proxy-cli status` with this daemon, in milliseconds; null where the command is missing or fails. */
export const statusMs = async ({ home }: Running): Promise<number | null> => {
  const program = join(import.meta.dir, "../../cli/proxy-cli");
  if (!existsSync(program)) return null;
  const times: number[] = [];
  for (let run = 0; run < 5; run++) {
    const startedAt = performance.now();
    const child = Bun.spawn([program, "status"], {
      env: environment({ HOME: home, PROXY_CLI_HOME: home }),
      stdin: "ignore",
      stdout: "ignore",
      stderr: "ignore",
      timeout: 5000,
    });
    if ((await child.exited) !== 0) return null;
    times.push(performance.now() - startedAt);
  }
  return median(times);
};

const highest = async <Result>(pid: number, until: Promise<Result>): Promise<readonly [number, Result]> => {
  let most = residentBytes(pid);
  const timer = setInterval(() => {
    most = Math.max(most, residentBytes(pid));
  }, 50);
  const result = await until.finally(() => clearInterval(timer));
  return [most, result];
};
