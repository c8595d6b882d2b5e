import { expect, test } from "bun:test";
import type { Values } from "../../src/config/schema.ts";
import { settings } from "../../src/config/schema.ts";
import { asProxyError } from "../../src/core/errors.ts";
import { withBody } from "../../src/server/accept.ts";
import type { UnderWay } from "../../src/upstream/relay.ts";
import { limitingOf, limitsView } from "../../src/wiring/limiting.ts";
import { exchangeOf } from "../support/exchange.ts";
import { boundOf, gateAlone, waiterOf } from "../support/gate.ts";
import { plainMeter } from "../support/meter.ts";
import { notLate } from "../support/pages.ts";
import { until } from "../support/wait.ts";

const valuesWith = (more: Partial<Values>): Values =>
  ({
    ...Object.fromEntries(Object.entries(settings).map(([name, { initial }]) => [name, initial])),
    ...more,
  }) as Values;

const limiting = (more: Partial<Values> = {}) => {
  const { gate, now } = gateAlone();
  const underWay = new Set<UnderWay>();
  const around = { gate, now, underWay, meter: plainMeter(), tick: () => 0, timescale: 0.1 };
  return { gate, underWay, services: limitingOf(valuesWith(more), around), values: valuesWith(more) };
};

test("a daemon that stops tells those who wait that they are to come again", async () => {
  const { gate, underWay, services } = limiting({ "limits.queue.max": 5 });
  const bound = boundOf(1, { per: null });
  await gate.enter(waiterOf([bound]), services.queue, () => undefined);
  const waiter = waiterOf([bound]);
  let over = (): void => undefined;
  const entering = gate
    .enter(waiter, services.queue, () => {
      over = services.beginsToWait(waiter.id);
    })
    .catch(asProxyError);
  await until("it waits", () => underWay.size === 1);

  for (const one of underWay) one.drain?.();

  expect(await entering).toMatchObject({ code: "draining", retryAfterMs: 1000 });
  over();
  expect(underWay.size).toBe(0);
});

test("a conversation is measured, anything else is reckoned by its bytes", () => {
  const { services } = limiting();
  const chat = exchangeOf("/v1/messages");
  const body = { model: "m", max_tokens: 1, messages: [{ role: "user", content: "word ".repeat(200) }] };
  withBody(chat, { kind: "held", bytes: Uint8Array.from(Buffer.from(JSON.stringify(body))) });
  const other = exchangeOf("/v1/embeddings");
  withBody(other, { kind: "held", bytes: new Uint8Array(400) });

  expect(services.estimateInput(chat)).toBeGreaterThan(100);
  expect(services.estimateInput(other)).toBe(100);
  expect(services.estimateInput(exchangeOf("/v1/models", { method: "GET" }))).toBe(0);
});

test("the view tells the limits that are set, and how long the row may be", async () => {
  const { gate, values } = limiting({
    "limits.rates": [{ name: "claude", when: { client: "claude-*" }, each: "caller", requests_per_minute: 60 }],
    "limits.queue.max": 5,
  });

  expect(await limitsView(values, { gate, timescale: 1, admission: { overload: () => notLate } })).toMatchObject({
    rules: [{ limit: "claude", counts: "client claude-*", each: "caller", amounts: [{ most: 60, per: "minute" }] }],
    queue: { max: 5, maxWaitMs: 30_000, waiting: [] },
    overload: notLate,
  });
});
