import { expect, test } from "bun:test";
import { metricsPage } from "../../../src/server/pages/metrics.ts";
import { prometheusText } from "../../../src/server/pages/prometheus.ts";
import { createMetrics } from "../../../src/state/metrics/index.ts";
import { noSessions, pageFacts } from "../../support/pages.ts";
import { samplesIn } from "../../support/prometheus.ts";
import { summary } from "../../support/summary.ts";
import { triedOnce } from "../../support/tried.ts";

test("S-57: 100,000 invented models, programs and upstreams make 200 labels each and one for the others, and no token is lost", async () => {
  const metrics = createMetrics(noSessions);
  for (let i = 0; i < 100_000; i++)
    metrics.end(
      summary({ model: `model-${i}`, client: `client-${i}`, upstream: `up-${i}`, inputTokens: 2, costMicros: 3 }),
    );
  const { models, clients, durations, total } = metrics.view();

  for (const series of [models, clients, durations]) expect(series).toHaveLength(201);
  expect(models.at(-1)?.labels.model).toBe("other");
  expect(models.reduce((sum, { value }) => sum + (value.inputTokens ?? 0), 0)).toBe(200_000);
  expect(total).toMatchObject({ requests: 100_000, inputTokens: 200_000, costMicros: 300_000 });
  const facts = pageFacts({ metrics: metrics.view });
  expect(samplesIn(prometheusText(facts, "prometheus"), "prometheus").length).toBeLessThan(20_000);
  expect((await metricsPage(facts, new Request("http://127.0.0.1/metrics")).text()).length).toBeLessThan(200_000);
});

test("a name as long as somebody likes is cut", () => {
  const metrics = createMetrics(noSessions);
  metrics.end(summary({ model: "m".repeat(10_000) }));

  expect(metrics.view().models[0]?.labels.model).toHaveLength(120);
});

test("what the client left says nothing of how long answers take", () => {
  const metrics = createMetrics(noSessions);
  metrics.end(summary({ outcome: "CD", durationMs: 5, ttftMs: null }));

  expect(metrics.view()).toMatchObject({ total: { requests: 1, aborted: 1 }, durations: [], firstBytes: [] });
});

test("tries that came to nothing are counted by upstream and reason; who was not asked is none", () => {
  const metrics = createMetrics(noSessions);
  const skipped = triedOnce({ what: "skipped", reason: "open" });
  metrics.end(summary({}), [], [], [triedOnce(), triedOnce({ what: "declined", reason: "limited" }), skipped]);
  metrics.end(summary({}), [], [], [triedOnce()]);

  expect(metrics.view().retries).toEqual([
    { labels: { upstream: "anthropic", reason: "refused" }, value: 2 },
    { labels: { upstream: "anthropic", reason: "limited" }, value: 1 },
  ]);
});
