import type { EndurancePlan } from "./endurance.ts";
import type { LoadJob } from "./load.ts";
import type { StreamJob } from "./sse-load.ts";

/** One thing that is measured of each contestant in each round. */
export type Case =
  | { readonly kind: "load"; readonly name: string; readonly job: Omit<LoadJob, "port"> }
  | { readonly kind: "streams"; readonly name: string; readonly job: Omit<StreamJob, "port"> };

/** What a run consists of. */
export type BenchPlan = {
  readonly rounds: number;
  readonly cases: readonly Case[];
  /** Once for each contestant; null = not this time. */
  readonly endurance: EndurancePlan | null;
};

/** What the command line asks for. */
export type Options = { readonly rounds: number | null; readonly isQuick: boolean; readonly isJson: boolean };

/** Reads the command line; throws at anything it does not know. */
export const readOptions = (words: readonly string[], script = "relay.ts"): Options => {
  let options: Options = { rounds: null, isQuick: false, isJson: false };
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === "--quick") options = { ...options, isQuick: true };
    else if (word === "--json") options = { ...options, isJson: true };
    else if (word === "--rounds" && /^[1-9]\d?$/.test(words[at + 1] ?? ""))
      options = { ...options, rounds: Number(words[++at]) };
    else
      throw new Error(
        `"${word}" is not known here. Usage: bun scripts/bench/${script} [--rounds 1-99] [--quick] [--json]`,
      );
  }
  return options;
};

/** The cases and the number of rounds: everything in less than six minutes, or the most telling in less than one. */
export const planOf = ({ rounds, isQuick }: Options): BenchPlan =>
  isQuick
    ? {
        rounds: rounds ?? 1,
        cases: [flatOut(1, 1), flatOut(1, 64), flatOut(100, 64), steady(2000), streams(1000, 20, 100)],
        endurance: null,
      }
    : {
        rounds: rounds ?? 3,
        cases: [
          ...[1, 100, 1024].flatMap((kilobytes) => [1, 64, 256].map((connections) => flatOut(kilobytes, connections))),
          steady(3000),
          streams(100, 40, 50),
          streams(1000, 20, 100),
          streams(100, 200, 5),
        ],
        endurance: { idleStreams: 10_000, unreadStreams: 5, unreadBytes: 42 * 1024 * 1024 },
      };

const flatOut = (kilobytes: number, connections: number): Case => {
  const size = kilobytes * 1024;
  const isHeavy = size * connections > 32 * 1024 * 1024; // one turn of all connections must fit into the time
  const time = isHeavy ? { warmUpMs: 1000, ms: 2500 } : { warmUpMs: 700, ms: 800 }; // a daemon runs for days: its code is hot
  const shown = kilobytes < 1024 ? `${kilobytes} KB` : `${kilobytes / 1024} MB`;
  const name = `${shown}, ${connections} ${connections === 1 ? "connection" : "connections"}`;
  return { kind: "load", name, job: { kind: "flat-out", size, connections, ...time } };
};

const steady = (ms: number): Case => ({
  kind: "load",
  name: "1 KB, steady 100 req/s",
  job: { kind: "steady", size: 1024, connections: 8, warmUpMs: 300, ms },
});

const streams = (count: number, events: number, everyMs: number): Case => ({
  kind: "streams",
  name: `${count.toLocaleString("en")} streams, an event every ${everyMs} ms`,
  job: { streams: count, events, everyMs },
});
