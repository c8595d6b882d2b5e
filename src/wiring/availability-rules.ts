import type { AvailabilityRules } from "../availability/index.ts";
import type { Probing } from "../availability/probes.ts";
import type { Values } from "../config/schema.ts";
import { type Knocker, knockerFor } from "../upstream/knock.ts";

/** What a configuration says of upstreams that do not answer. */
export const availabilityRules = (values: Values, knocker: Knocker, timescale: number): AvailabilityRules => {
  const retryMs = Math.max(1, values["breaker.retry_ms"] * timescale);
  return {
    failures: values["breaker.failures"],
    retryMs,
    coolsDown: values["breaker.cool_down"],
    knock: knockerFor(knocker, Math.max(leastKnockMs, retryMs)),
  };
};

/** How often upstreams are looked at without a request, and how. */
export const probingOf = (values: Values, knocker: Knocker, timescale: number): Omit<Probing, "upstreams"> => ({
  everyMs: values["probes.interval_ms"] * timescale,
  rules: availabilityRules(values, knocker, timescale),
});

/** A handshake across an ocean takes a part of this. */
const leastKnockMs = 1000;
