import { expect, test } from "bun:test";
import { briefHealthPage, healthPage } from "../../../src/server/pages/health.ts";
import { createMetrics } from "../../../src/state/metrics/index.ts";
import { noSessions, pageFacts } from "../../support/pages.ts";
import { summary } from "../../support/summary.ts";

const facts = pageFacts();

test("V11: health tells in the names of older proxies what it has done", async () => {
  const metrics = createMetrics(() => ({ ...noSessions(), active: 1 }));
  metrics.end(summary({ savedTokens: 150, savedMicros: 450 }));
  const page = healthPage(pageFacts({ metrics: metrics.view }));

  expect(page.status).toBe(200);
  expect(page.headers.get("cache-control")).toBe("no-store");
  expect(await page.json()).toEqual({
    status: "ok",
    server: "proxy-cli",
    version: "1.2.3",
    uptime_seconds: 60,
    upstream: "auto",
    in_flight: 1,
    stats: { total_requests: 7, active_sessions: 1, total_tokens_saved: 150, total_cost_saved: 0.00045 },
  });
});

test("a daemon that stops says so with a status of its own", async () => {
  const page = healthPage({ ...facts, isDraining: true });

  expect(page.status).toBe(503);
  expect(await page.json()).toMatchObject({ status: "draining" });
});

test("S-29: strangers learn no more than that it lives", async () => {
  expect(await briefHealthPage(facts).json()).toEqual({ status: "ok" });
  expect(briefHealthPage({ ...facts, isDraining: true }).status).toBe(503);
});
