import { setting, whole } from "./setting.ts";

/** Asking the same upstream again. */
export const retrySettings = {
  "retries.on_overload": setting(
    whole(0, 10),
    0,
    "How often a vendor that says 429, 503 or 529 is asked again before the client hears of it. See docs/resilience.md.",
  ),
  "retries.max_wait_ms": setting(
    whole(0, 600_000),
    20_000,
    "Who asks to wait longer than this is not asked again: the client gets the answer as it is.",
  ),
} as const;
