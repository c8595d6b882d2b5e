import { type Availabilities, type AvailabilityRules, createAvailabilities } from "../../src/availability/index.ts";
import type { FailureCode } from "../../src/core/errors.ts";
import type { Target } from "../../src/core/exchange.ts";
import type { Upstream } from "../../src/core/provider.ts";
import type { Shared } from "../../src/core/shared.ts";
import { createAlone } from "../../src/state/shared/alone.ts";
import { upstreamOf } from "./exchange.ts";

type Later = { readonly work: () => void; readonly atMs: number };

/** Time that goes on when it is told to, with all that is to be done at moments of it. */
export const timedClock = (start = 1_800_000_000_000) => {
  let passed = 0;
  const waiting = new Set<Later>();
  /** Lets what was begun go on until it waits for time again. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return {
    now: () => start + passed,
    tick: () => passed,
    later: (work: () => void, ms: number): (() => void) => {
      const later = { work, atMs: passed + ms };
      waiting.add(later);
      return () => void waiting.delete(later);
    },
    waiting: () => waiting.size,
    settle,
    advance: async (ms: number): Promise<void> => {
      const endMs = passed + ms;
      for (;;) {
        await settle();
        const next = [...waiting]
          .filter(({ atMs }) => atMs <= endMs)
          .toSorted((one, other) => one.atMs - other.atMs)[0];
        if (next === undefined) break;
        waiting.delete(next);
        passed = Math.max(passed, next.atMs);
        next.work();
      }
      passed = endMs;
      await settle();
    },
  };
};

/** What is known of upstreams, on such a clock, with a door that is open or not as the test says. */
export const availabilityBench = (shared?: Shared, clock = timedClock()) => {
  const door: { error: FailureCode | null; knocks: number; takesMs: number } = { error: null, knocks: 0, takesMs: 0 };
  const told: string[] = [];
  const rules: AvailabilityRules = {
    ...{ failures: 5, retryMs: 2000, coolsDown: true },
    knock: async () => {
      door.knocks++;
      if (door.takesMs > 0) await new Promise<void>((resolve) => void clock.later(resolve, door.takesMs));
      return door.error;
    },
  };
  const all: Availabilities = createAvailabilities({
    ...clock,
    board: (shared ?? createAlone(clock.now)).board,
    onCircuit: ({ upstream, circuit, isOurs }) => told.push(`${upstream} ${circuit.state}${isOurs ? "" : " (heard)"}`),
    onCooling: ({ upstream, state, model }, isOurs) =>
      told.push(`${upstream} ${model ?? "*"} ${state}${isOurs ? "" : " (heard)"}`),
  });
  return { clock, door, told, rules, all, here: all.under(rules) };
};

/** A place where something is asked: a model, with a key of ours or with the client's. */
export const targetAt = (
  upstream: Upstream,
  { model = "m", clientKey = null }: { readonly model?: string | null; readonly clientKey?: string | null } = {},
): Target => {
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("An upstream has no address.");
  return { upstream, endpoint, url: `${endpoint.origin}/v1/x`, asks: { model, clientKey: () => clientKey } };
};

/** The same of an upstream that is made for it. */
export const anyTarget = (name = "work", more: Partial<Upstream> = {}): Target =>
  targetAt(upstreamOf("openai", { name, origin: `https://${name}.example`, ...more }));
