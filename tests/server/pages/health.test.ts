import { expect, test } from "bun:test";
import { briefHealthPage, healthPage } from "../../../src/server/pages/health.ts";

const facts = {
  version: "1.2.3",
  uptimeSeconds: 5,
  isDraining: false,
  upstream: "auto",
  totalRequests: 7,
  inFlight: 1,
};

test("health tells that it is well, and what it cannot know is null, never 0", async () => {
  const page = healthPage(facts);

  expect(page.status).toBe(200);
  expect(page.headers.get("cache-control")).toBe("no-store");
  expect(await page.json()).toMatchObject({
    status: "ok",
    in_flight: 1,
    stats: { total_requests: 7, total_cost_saved: null },
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
