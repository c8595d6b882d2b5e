import type { MemoryMode } from "../../../src/core/memory.ts";
import { pathOf, type Recording, turnsOf } from "../../../src/offline/simulate/recording.ts";
import { daemonIn, quiet, type Running, startProgram } from "../contestants.ts";
import { bunCommand, firstAnswerAt } from "../programs.ts";

/** What a mode adds to requests of about this size, in milliseconds beside a daemon without memory. */
export type Added = {
  readonly mode: MemoryMode;
  readonly about: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

const modes = ["off", "shadow", "lossless", "balanced", "aggressive"] as const satisfies readonly MemoryMode[];

/** So many requests below the size are sent first, as a conversation grows, so that the daemon knows what came before. */
const lead = 5;

/** Requests with less that is new are sent as well, but not timed: there is nothing to do for them. */
const leastNewBytes = 4000;

/** Sends the same growing conversation to a daemon in each mode in turn, request by request, and times the answers. */
export const addedLatency = async (recording: Recording, about: number, rounds: number): Promise<readonly Added[]> => {
  const bodies = [...turnsOf(recording)].map(({ bytes }) => bytes);
  const first = bodies.findIndex(({ length }) => length >= about);
  if (first < 0) return [];
  const from = Math.max(lead, first);
  const sent = bodies.slice(from - lead, from + rounds);
  const upstream = await startProgram((port) => quiet([...bunCommand("scripts/bench/upstream.ts"), String(port)]));
  const daemons: Running[] = [];
  try {
    await firstAnswerAt(upstream.port, "/v1/messages", "POST");
    for (const mode of modes) daemons.push(await daemonFor(mode, upstream.port));
    const times = modes.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      for (const [at, body] of sent.entries()) {
        const isTimed = at >= lead && body.length - (sent[at - 1]?.length ?? 0) >= leastNewBytes;
        const order = daemons.entries().toArray();
        for (const [which, { port }] of round % 2 === 0 ? order : order.toReversed()) {
          const took = await timed(port, recording, salted(body, round));
          if (isTimed) times[which]?.push(took);
        }
      }
    }
    const [base = []] = times;
    return modes.slice(1).map((mode, at) => ({
      ...{ mode, about },
      p50Ms: at50(times[at + 1] ?? []) - at50(base),
      p99Ms: at99(times[at + 1] ?? []) - at99(base),
    }));
  } finally {
    await Promise.all([upstream, ...daemons].map((one) => one.stop()));
  }
};

const daemonFor = async (mode: MemoryMode, upstreamPort: number): Promise<Running> => {
  const servers = `bench:\n  endpoint: http://127.0.0.1:${upstreamPort}\n  type: anthropic\n`;
  const flags = { "memory.mode": mode, upstream: "bench" };
  const daemon = await startProgram((port, home) => daemonIn(home, servers, { ...flags, "server.port": String(port) }));
  await firstAnswerAt(daemon.port, "/health", "GET");
  return daemon;
};

/** Each round is a conversation of its own: what is said first tells conversations apart. */
const salted = (body: Uint8Array<ArrayBuffer>, round: number): Uint8Array<ArrayBuffer> =>
  encoder.encode(decoder.decode(body).replace(/"messages":\[[^[]*\[[^[]*?"text":"/, `$&Round ${round}. `));

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const timed = async (port: number, { dialect }: Recording, body: Uint8Array<ArrayBuffer>): Promise<number> => {
  const headers = { "content-type": "application/json", "x-api-key": "sk-ant-bench" };
  const start = performance.now();
  await (await fetch(`http://127.0.0.1:${port}${pathOf[dialect]}`, { method: "POST", headers, body })).arrayBuffer();
  return performance.now() - start;
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
const at50 = (values: readonly number[]): number => quantile(values, 0.5);
const at99 = (values: readonly number[]): number => quantile(values, 0.99);
