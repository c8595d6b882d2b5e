import type { Values } from "../config/schema.ts";
import type { AttemptServices } from "../middleware/attempt.ts";
import type { KeysServices } from "../middleware/keys.ts";
import type { PlanServices } from "../middleware/plan.ts";
import type { StayServices } from "../middleware/stay.ts";
import type { Knocker } from "../upstream/knock.ts";
import { pause } from "../upstream/pause.ts";
import { availabilityRules } from "./availability-rules.ts";
import { goneAfterMs } from "./moments.ts";
import type { Surroundings } from "./surroundings.ts";

type Around = Pick<Surroundings, "availability" | "underWay" | "timescale" | "tick" | "now" | "stays">;

/** What targets are tried with, under one configuration. */
export const tryingOf = (
  values: Values,
  { availability, underWay, timescale, tick, now, stays }: Around,
  calls: Knocker,
): Omit<AttemptServices, "planned"> &
  StayServices &
  Pick<PlanServices, "stayOf" | "random"> &
  Pick<KeysServices, "keyHomes"> => ({
  availability: availability.under(availabilityRules(values, calls, timescale)),
  keyHomes: availability.keyHomes,
  ...{ tick, now, stays, random: Math.random },
  stayOf: stays.of,
  coldAfterMs: goneAfterMs,
  retries: {
    onOverload: values["retries.on_overload"],
    mostMs: values["retries.max_wait_ms"],
    random: Math.random,
  },
  pause: (exchange, waitMs) => pause(exchange, waitMs * timescale, underWay),
});
