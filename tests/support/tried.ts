import type { Try } from "../../src/core/tries.ts";

/** A try that came to nothing. */
export const triedOnce = (more: Partial<Try> = {}): Try => ({
  ...{ upstream: "anthropic", key: null, model: "claude-sonnet-4-5", atMs: 1, tookMs: 2, waitedMs: 0 },
  ...{ what: "failed", reason: "refused", why: "nobody listens there" },
  ...more,
});
