import type { AvailabilityRules } from "./availability/index.ts";
import type { Values } from "./config/schema.ts";
import { type Knocker, knockerFor } from "./upstream/knock.ts";

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

/** A handshake across an ocean takes a part of this. */
const leastKnockMs = 1000;
