import { expect, test } from "bun:test";
import type { RateSetting } from "../../src/config/settings/rates.ts";
import { asProxyError } from "../../src/core/errors.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import { ended } from "../../src/core/outcome.ts";
import { noUsage } from "../../src/core/usage.ts";
import { ratesFrom } from "../../src/limits/bounds.ts";
import { limits } from "../../src/middleware/limits.ts";
import { noTokenRules } from "../../src/state/tokens.ts";
import { targetAt } from "../support/attempts.ts";
import { exchangeOf, stoppedClock, upstreamOf } from "../support/exchange.ts";
import { gateAlone } from "../support/gate.ts";
import { until } from "../support/wait.ts";

type Given = { readonly rates?: readonly RateSetting[]; readonly max?: number; readonly inputTokens?: number };

const setUp = ({ rates = [], max = 0, inputTokens = 0 }: Given) => {
  const clock = stoppedClock();
  const { gate } = gateAlone(clock);
  const waiting: string[] = [];
  const run = limits.create({
    ...{ rates: ratesFrom(rates), queue: { max, maxWaitMs: 30_000 }, gate, now: clock.now, tick: clock.tick },
    planned: () => undefined,
    estimateInput: () => inputTokens,
    beginsToWait: (id) => {
      waiting.push(id);
      return () => void waiting.splice(waiting.indexOf(id), 1);
    },
  });
  return { clock, gate, run, waiting };
};

const asking = (parts: Parameters<typeof exchangeOf>[1] = {}): Exchange => {
  const exchange = exchangeOf("/v1/messages", parts);
  const upstream = upstreamOf("anthropic");
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("It has no address.");
  exchange.plan = { targets: [{ upstream, endpoint, url: "https://vendor.example" }], rule: "test" };
  return exchange;
};

/** It has gone out. */
const sent = (exchange: Exchange) => async () => {
  exchange.notes.sentAt = 0;
  return Response.json({});
};

const codeOf = async (answer: Promise<Response>): Promise<string | number> =>
  answer.then(({ status }) => status).catch((thrown: unknown) => asProxyError(thrown).code);

test("where no limit is set nothing is looked at", async () => {
  const { run } = setUp({});
  const answer = Response.json({});
  const exchange = { ...asking(), caller: () => expect.unreachable() } as unknown as Exchange;

  expect(await run(exchange, async () => answer)).toBe(answer);
});

test("over the limit nothing is sent; what never left, or was not billed, is given back", async () => {
  const { run, gate } = setUp({ rates: [{ requests_per_minute: 1, input_tokens_per_minute: 1000 }], inputTokens: 400 });
  const one = asking();
  const usedOf = async () => (await gate.view([], { max: 0, maxWaitMs: 0 })).levels.map(({ used }) => Math.round(used));

  expect(await codeOf(run(one, sent(one)))).toBe(200);
  expect(await codeOf(run(asking(), async () => expect.unreachable()))).toBe("rate_limited");
  expect(await usedOf()).toEqual([1, 400]);
  one.notes.bill = { usage: { ...noUsage, inputTokens: 650 }, kind: "reported", costMicros: 1 };
  one.settle(ended(200));
  await until("the real count is in", async () => (await usedOf())[1] === 650);

  const unsent = setUp({ rates: [{ requests_per_minute: 1 }] });
  const first = asking();
  await unsent.run(first, async () => Response.json({}));
  first.settle(ended(200));
  await first.outcome;
  const again = asking();
  await until("its place is free again", async () => (await codeOf(unsent.run(again, sent(again)))) === 200);
});

test("a token's own limits hold for who shows it, beside nobody's rule", async () => {
  const { run } = setUp({});
  const rules = { ...noTokenRules, requestsPerMinute: 1 };
  const withToken = () => asking({ token: "right", caller: { token: "ci", key: null, rules } });
  const first = withToken();

  expect(await codeOf(run(first, sent(first)))).toBe(200);
  expect(await codeOf(run(withToken(), async () => expect.unreachable()))).toBe("rate_limited");
  expect(
    await codeOf(run(asking({ token: "right", caller: { token: "local", key: null } }), async () => Response.json({}))),
  ).toBe(200);
});

test("one that waits can be seen and ended, and its answer tells how long it waited", async () => {
  const { run, clock, waiting } = setUp({ rates: [{ name: "one", concurrency: 1 }], max: 5 });
  const [first, second] = [asking(), asking()];
  await run(first, sent(first));
  const answering = run(second, sent(second));

  await until("it waits", () => waiting.length === 1);
  expect(second.notes.queued).toMatchObject({ limit: "one", ms: null });
  expect(second.notes.queued?.place()).toBe(1);
  clock.advance(2100);
  first.settle(ended(200));
  const answer = await answering;
  expect(answer.headers.get("x-proxy-queued-ms")).toBe("2100");
  expect(second.notes.queued).toMatchObject({ ms: 2100 });
  expect(waiting).toEqual([]);
});

test("an answer tells what is left of the limits that count it, beside the vendor's own words; who has none hears nothing", async () => {
  const { run } = setUp({ rates: [{ requests_per_minute: 60, input_tokens_per_minute: 1000 }], inputTokens: 250 });
  const one = asking();
  const vendor = { "x-ratelimit-remaining-requests": "999" };

  const answer = await run(one, async () => Response.json({}, { headers: vendor }));

  expect(Object.fromEntries([...answer.headers].filter(([name]) => name.includes("ratelimit")))).toEqual({
    ...{ "x-proxy-ratelimit-limit-requests": "60", "x-proxy-ratelimit-remaining-requests": "59" },
    ...{ "x-proxy-ratelimit-reset-requests": "1", "x-proxy-ratelimit-limit-tokens": "1000" },
    ...{ "x-proxy-ratelimit-remaining-tokens": "750", "x-proxy-ratelimit-reset-tokens": "15" },
    ...vendor,
  });
  const free = await setUp({ rates: [{ when: { client: "nobody" }, requests_per_minute: 1 }] });
  expect([...(await free.run(asking(), async () => Response.json({}))).headers.keys()]).toEqual(["content-type"]);
});

test("where the first place has no room the request goes to another at once, even where others wait in a row", async () => {
  const { run } = setUp({ rates: [{ when: { upstream: "first" }, concurrency: 1 }], max: 5 });
  const placed = () => {
    const exchange = asking();
    exchange.plan = { ...exchange.plan, targets: [targetAt("first"), targetAt("second")] };
    return exchange;
  };
  const [one, two] = [placed(), placed()];
  await run(one, sent(one));

  expect(await codeOf(run(two, sent(two)))).toBe(200);

  expect(two.plan.targets.map(({ upstream }) => upstream.name)).toEqual(["second"]);
  expect(two.notes.tries).toMatchObject([{ upstream: "first", what: "skipped", reason: "limit" }]);
  expect(two.notes.queued).toBeNull();
});

test("a limit that counts wherever it goes is waited for, as if there were no other place", async () => {
  const { run } = setUp({ rates: [{ requests_per_minute: 1 }] });
  const placed = () => {
    const exchange = asking();
    exchange.plan = { ...exchange.plan, targets: [targetAt("first"), targetAt("second")] };
    return exchange;
  };
  const [one, two] = [placed(), placed()];

  expect(await codeOf(run(one, sent(one)))).toBe(200);
  expect(await codeOf(run(two, sent(two)))).toBe("rate_limited");
  expect(two.plan.targets).toHaveLength(2);
  expect(two.notes.tries).toEqual([]);
});
