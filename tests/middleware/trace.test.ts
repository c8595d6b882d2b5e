import { expect, test } from "bun:test";
import { ended } from "../../src/core/outcome.ts";
import { trace } from "../../src/middleware/trace.ts";
import type { TraceParts, Tracer } from "../../src/state/traces/index.ts";
import { canaries, leaksIn } from "../support/canary.ts";
import { exchangeOf } from "../support/exchange.ts";
import { until } from "../support/wait.ts";

const tracerOf = (more: Partial<Tracer> = {}) => {
  const written: TraceParts[] = [];
  const tracer: Tracer = {
    keepsBodies: true,
    maxBodyBytes: 100,
    take: () => true,
    write: (parts) => void written.push(parts),
    ...more,
  };
  return { tracer, written };
};

test("C4: it is written when the last byte has left, with what was heard on the way", async () => {
  const { tracer, written } = tracerOf();
  const exchange = exchangeOf("/v1/messages", { headers: { "x-api-key": canaries.anthropic, "content-type": "a/b" } });

  const response = await trace.create({ tracer })(
    exchange,
    async () => new Response("", { headers: { "request-id": "1" } }),
  );
  for (const hear of exchange.hearers) hear(new TextEncoder().encode("answer"));
  expect([response.status, written]).toEqual([200, []]);
  exchange.settle(ended(200));
  await until("it is written", () => written.length > 0);

  const [parts] = written;
  expect(parts).toMatchObject({
    asked: { "content-type": "a/b" },
    answer: { status: 200, headers: { "request-id": "1" } },
  });
  expect(Buffer.from(parts?.body?.bytes() ?? []).toString()).toBe("answer");
  expect(leaksIn({ parts: JSON.stringify(parts) })).toEqual([]);
});

test("a request that fails is written too, and the error goes on", async () => {
  const { tracer, written } = tracerOf();
  const exchange = exchangeOf("/v1/messages");

  const run = trace.create({ tracer })(exchange, () => Promise.reject(new Error("refused")));
  expect(run).rejects.toThrow("refused");
  exchange.settle({ code: "SC", status: 502, error: "upstream_refused" });
  await until("it is written", () => written.length > 0);

  expect(written[0]).toMatchObject({ answer: null, outcome: { error: "upstream_refused" } });
});

test("without bodies nobody listens, and without tracing nothing happens at all", async () => {
  const { tracer } = tracerOf({ keepsBodies: false });
  const exchange = exchangeOf("/v1/messages");

  await trace.create({ tracer })(exchange, async () => new Response(""));
  await trace.create({ tracer: null })(exchange, async () => new Response(""));

  expect(exchange.hearers).toEqual([]);
});
