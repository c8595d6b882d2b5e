import type { PageFacts } from "./facts.ts";

/** `GET /health`: alive, or draining. What cannot be known yet is null, never 0. */
export const healthPage = (facts: PageFacts): Response =>
  Response.json(
    {
      status: facts.isDraining ? "draining" : "ok",
      server: "proxy-cli",
      version: facts.version,
      uptime_seconds: facts.uptimeSeconds,
      upstream: facts.upstream,
      in_flight: facts.inFlight,
      stats: {
        total_requests: facts.totalRequests,
        active_sessions: null,
        total_tokens_saved: null,
        total_cost_saved: null,
      },
    },
    { status: facts.isDraining ? 503 : 200, headers: { "cache-control": "no-store" } },
  );

/** The same for whoever has shown no token to a proxy that other machines can reach: no more than an orchestrator needs. */
export const briefHealthPage = ({ isDraining }: PageFacts): Response =>
  Response.json(
    { status: isDraining ? "draining" : "ok" },
    { status: isDraining ? 503 : 200, headers: { "cache-control": "no-store" } },
  );
