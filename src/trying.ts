import { availabilityRules } from "./availability-rules.ts";
import type { Values } from "./config/schema.ts";
import type { AttemptServices } from "./middleware/attempt.ts";
import type { Surroundings } from "./runtime.ts";
import type { Knocker } from "./upstream/knock.ts";
import { pause } from "./upstream/pause.ts";

type Around = Pick<Surroundings, "availability" | "underWay" | "timescale" | "tick" | "now">;

/** What targets are tried with, under one configuration. */
export const tryingOf = (
  values: Values,
  { availability, underWay, timescale, tick, now }: Around,
  calls: Knocker,
): Omit<AttemptServices, "planned"> => ({
  availability: availability.under(availabilityRules(values, calls, timescale)),
  ...{ tick, now },
  retries: {
    onOverload: values["retries.on_overload"],
    mostMs: values["retries.max_wait_ms"],
    random: Math.random,
  },
  pause: (exchange, waitMs) => pause(exchange, waitMs * timescale, underWay),
});
