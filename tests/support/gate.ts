import type { Bound } from "../../src/core/limit.ts";
import { Gate } from "../../src/limits/gate.ts";
import type { Waiter } from "../../src/limits/waiting-room.ts";
import { createAlone } from "../../src/state/shared/alone.ts";
import { stoppedClock } from "./exchange.ts";

/** The gate of one daemon, with its clock. */
export const gateAlone = (clock = stoppedClock()) => ({
  gate: new Gate(createAlone(clock.now).counters, clock),
  now: clock.now,
});

/** So many requests of a kind, counted in one place. */
export const boundOf = (most: number, more: Partial<Bound> = {}): Bound => ({
  ...{ key: `test ${more.counted ?? "requests"}/${more.per}`, limit: "test", counted: "requests", per: "minute", most },
  ...{ whose: null, setIn: "limits.rates" },
  ...more,
});

let serial = 0;

/** Somebody who wants to go through. */
export const waiterOf = (bounds: readonly Bound[], more: Partial<Waiter> = {}): Waiter => ({
  ...{ id: `r_${serial++}`, bounds, inputTokens: 0, caller: "client test", signal: new AbortController().signal },
  ...more,
});
