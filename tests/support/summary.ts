import type { RequestSummary } from "../../src/core/notice.ts";

/** A request that ended well, but for what is given. */
export const summary = (more: Partial<RequestSummary> = {}): RequestSummary => ({
  id: "r_1",
  startedAt: 1_800_000_000_000,
  method: "POST",
  path: "/v1/messages",
  dialect: "anthropic",
  client: "claude-cli",
  model: "claude-x",
  upstream: "anthropic",
  provider: "anthropic",
  stream: true,
  attempts: 1,
  status: 200,
  outcome: "--",
  error: null,
  bytesIn: 10,
  bytesOut: 20,
  ttftMs: 5,
  durationMs: 9,
  ...more,
});
