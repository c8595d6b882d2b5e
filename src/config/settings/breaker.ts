import { milliseconds, setting, whole, yesOrNo } from "./setting.ts";

/** What is not asked for a while, because it did not answer. */
export const breakerSettings = {
  "breaker.failures": setting(
    whole(0, 1000),
    5,
    "So many calls in a row that cannot reach an upstream open its circuit: nothing is sent there until a handshake goes well; 0 = never.",
  ),
  "breaker.retry_ms": setting(
    milliseconds,
    2000,
    "How often an upstream whose circuit is open is looked at, by a handshake alone.",
  ),
  "breaker.cool_down": setting(
    yesOrNo,
    true,
    "Passes over a key or a model that answered 429 or 529, for as long as it asked, where another one can take its place.",
  ),
  "probes.interval_ms": setting(
    whole(0, 86_400_000),
    0,
    "How often every upstream is looked at, by a handshake alone: no request is sent, no token spent; 0 = not at all.",
  ),
} as const;
