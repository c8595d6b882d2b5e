import { knownDollars } from "../../lib/money.ts";
import type { PageFacts } from "./facts.ts";

/** `GET /health`: alive, or draining, and what it has done since it started. */
export const healthPage = (facts: PageFacts): Response => {
  const { total, sessions } = facts.metrics();
  return Response.json(
    {
      status: facts.isDraining ? "draining" : "ok",
      server: "proxy-cli",
      version: facts.version,
      uptime_seconds: facts.uptimeSeconds,
      upstream: facts.upstream,
      in_flight: facts.inFlight,
      stats: {
        total_requests: facts.totalRequests,
        active_sessions: sessions.active,
        total_tokens_saved: total.savedTokens,
        total_cost_saved: knownDollars(total.savedMicros, total.unknownSavings),
      },
    },
    told(facts.isDraining),
  );
};

/** The same for whoever has shown no token to a proxy that other machines can reach: no more than an orchestrator needs. */
export const briefHealthPage = ({ isDraining }: Pick<PageFacts, "isDraining">): Response =>
  Response.json({ status: isDraining ? "draining" : "ok" }, told(isDraining));

const told = (isDraining: boolean): ResponseInit => ({
  status: isDraining ? 503 : 200,
  headers: { "cache-control": "no-store", ...(isDraining ? { "x-proxy-error": "draining" } : {}) },
});
