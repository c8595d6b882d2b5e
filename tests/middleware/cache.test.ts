import { expect, test } from "bun:test";
import type { CacheRules } from "../../src/core/answer-cache.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Exchange, Target } from "../../src/core/exchange.ts";
import { ended } from "../../src/core/outcome.ts";
import { nothingReported } from "../../src/core/reported.ts";
import { type CacheServices, cache } from "../../src/middleware/cache.ts";
import { withBody } from "../../src/server/accept.ts";
import { answerCacheWith } from "../support/answer-cache.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

const rules: CacheRules = {
  ...{ ttlMs: 60_000, maxEntryBytes: 10_000, keepsStreams: false, keepsToolAnswers: false, isShared: false },
  ...{ isSingleFlight: true, onlyDeterministic: false, path: () => true, model: () => true },
};

const cacheWith = (more: Partial<CacheRules> = {}) => {
  const { cache: store } = answerCacheWith();
  store.limit({ ...rules, maxBytes: 1_000_000 });
  const waiting = new Set<(reason: ProxyError) => void>();
  const answerCache: NonNullable<CacheServices["answerCache"]> = {
    ...{ rules: { ...rules, ...more }, store, secret: () => "secret", now: () => 0, tick: () => 0, restMs: 60_000 },
    beginsToWait: (_: string, breakOff: (reason: ProxyError) => void) => {
      waiting.add(breakOff);
      return () => void waiting.delete(breakOff);
    },
  };
  return { run: cache.create({ answerCache }), store, waiting };
};

const upstream = upstreamOf("anthropic");
const [endpoint] = upstream.endpoints;
const target = { upstream, endpoint, url: "https://anthropic.example/v1/messages" } as Target;

const asking = (body = '{"model":"m","messages":[]}', path = "/v1/messages"): Exchange => {
  const exchange = exchangeOf(path);
  withBody(exchange, { kind: "held", bytes: new TextEncoder().encode(body) });
  exchange.plan = { targets: [target], rule: "test" };
  return exchange;
};

/** A vendor that answers, and a daemon that books it. */
const vendor = (exchange: Exchange, store: ReturnType<typeof cacheWith>["store"], text = '{"content":"x"}') => {
  let asked = 0;
  const next = async (): Promise<Response> => {
    asked++;
    exchange.notes.reported = { ...nothingReported, stop: { reason: "end", said: "x", sequence: null } };
    for (const hear of exchange.hearers) hear(new TextEncoder().encode(text));
    void exchange.outcome.then((outcome) => store.ended(exchange, outcome));
    setImmediate(() => exchange.settle(ended(200))); // whole answers are read when they have gone
    return new Response(text, { headers: { "content-type": "application/json" } });
  };
  return { next, asked: () => asked };
};

test("off, it passes everything on and looks at nothing", async () => {
  const exchange = asking();
  const run = cache.create({ answerCache: null });

  const answer = await run(exchange, async () => new Response("as it came"));

  expect(await answer.text()).toBe("as it came");
  expect(answer.headers.get("x-proxy-cache")).toBeNull();
  expect(exchange.notes.answerCache).toBeNull();
  expect(exchange.hearers).toEqual([]);
});

test("the second time it is given from the cache, and the vendor is asked once", async () => {
  const { run, store } = cacheWith();
  const [one, other] = [asking(), asking('{"messages":[],  "model":"m"}')];
  const [first, second] = [vendor(one, store), vendor(other, store)];

  const miss = await run(one, first.next);
  await one.outcome;
  const hit = await run(other, second.next);

  expect([miss.headers.get("x-proxy-cache"), hit.headers.get("x-proxy-cache")]).toEqual(["miss", "hit; age=0"]);
  expect(await hit.text()).toBe(await miss.text());
  expect([first.asked(), second.asked()]).toEqual([1, 0]);
});

test("what passes by says why, and what is no chat says nothing", async () => {
  const { run, store } = cacheWith();
  const streamed = asking('{"model":"m","stream":true}');
  const files = asking("{}", "/v1/files");

  const passed = await run(streamed, vendor(streamed, store).next);
  const other = await run(files, vendor(files, store).next);

  expect(passed.headers.get("x-proxy-cache")).toBe('bypass; why="a stream, and cache.streams is off"');
  expect(streamed.notes.answerCache).toEqual({ state: "bypass", why: "a stream, and cache.streams is off" });
  expect(other.headers.get("x-proxy-cache")).toBeNull();
});

test("a refusal of the plan goes on to who can answer it", async () => {
  const { run } = cacheWith();
  const exchange = asking();
  exchange.plan = { targets: [], rule: "none" };

  expect((await run(exchange, async () => new Response(null, { status: 204 }))).status).toBe(204);
});

test("where nobody flies together each asks for itself", async () => {
  const { run, store } = cacheWith({ isSingleFlight: false });
  const all = [asking(), asking(), asking()];
  const vendors = all.map((exchange) => vendor(exchange, store));

  await Promise.all(all.map((exchange, at) => run(exchange, vendors[at]?.next ?? (async () => new Response()))));

  expect(vendors.map(({ asked }) => asked())).toEqual([1, 1, 1]);
});

test("a leader that throws keeps nobody waiting", async () => {
  const { run, store } = cacheWith();
  const [one, other] = [asking(), asking()];
  const second = vendor(other, store);
  const failing = async (): Promise<Response> => {
    void one.outcome.then((outcome) => store.ended(one, outcome));
    one.settle({ code: "SC", status: 502, error: "upstream_refused" });
    throw new Error("refused");
  };

  const led = run(one, failing);
  const followed = run(other, second.next);

  await expect(led).rejects.toThrow("refused");
  expect((await followed).headers.get("x-proxy-cache")).toBe("miss");
  expect(second.asked()).toBe(1);
});

test("D-13: who waits for another one's answer while the daemon stops hears that, and asks nobody", async () => {
  const { run, store, waiting } = cacheWith();
  const [one, other] = [asking(), asking()];
  const [never, second] = [new Promise<Response>(() => undefined), vendor(other, store)];
  void run(one, () => never);
  const followed = run(other, second.next);

  for (const breakOff of waiting) breakOff(new ProxyError("proxy_shutdown", "The proxy was stopped."));

  await expect(followed).rejects.toThrow("The proxy was stopped.");
  expect(second.asked()).toBe(0);
  expect(waiting.size).toBe(0);
});
