import { describe, expect, test } from "bun:test";
import type { Reported } from "../../src/core/answer.ts";
import type { Notes } from "../../src/core/exchange.ts";
import type { Ending } from "../../src/core/outcome.ts";
import { noFacts } from "../../src/core/price.ts";
import { nothingReported, soundReport } from "../../src/core/reported.ts";
import { noUsage, type Usage } from "../../src/core/usage.ts";
import { billOf, costOf } from "../../src/meter/bill.ts";
import type { Purchase } from "../../src/meter/purchase.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

/** One micro-dollar for each token in, ten for each out; only models that begin with `m` are known. */
const priceOf = ({ model, usage }: Purchase): number | null =>
  model.startsWith("m") ? (usage.inputTokens ?? 0) + 10 * (usage.outputTokens ?? 0) : null;

type Case = {
  readonly reported?: Partial<Reported> | null;
  readonly ending?: Partial<Ending>;
  readonly path?: string;
  readonly method?: string;
  readonly notes?: Partial<Notes>;
  readonly costMicros?: (purchase: Purchase) => number | null;
  readonly guessesReads?: (purchase: Purchase) => boolean;
};

const certain = () => false;

const billFor = async (some: Case) => {
  const { reported = {}, ending, path = "/v1/messages", method = "POST", notes, costMicros = priceOf } = some;
  const { guessesReads = certain } = some;
  const exchange = exchangeOf(path, { method });
  const read = reported === null ? null : { ...nothingReported, ...reported };
  const sent = { attempts: 1, provider: "anthropic", model: "m-asked", ...notes };
  for (const [name, value] of Object.entries({ ...sent, reported: read })) Reflect.set(exchange.notes, name, value);
  exchange.settle({ code: "--", status: 200, error: null, ...ending });
  return billOf(exchange, await exchange.outcome, {
    prices: { costMicros, guessesReads, facts: () => noFacts, parts: () => null },
    inputTokens: () => 40,
  });
};

const usage = (some: Partial<Usage>): Usage => ({ ...noUsage, ...some });
const stop = { reason: "end", said: "end_turn", sequence: null } as const;
const cut: Ending = { code: "SD", status: 200, error: "upstream_cut" };
const nothing = { kind: "none", costMicros: 0, usage: noUsage } as const;

test("a whole answer costs what the vendor counted", async () => {
  const said = usage({ inputTokens: 7, outputTokens: 3 });

  expect(await billFor({ reported: { usage: said, deliveredTokens: 99 } })).toEqual({
    usage: said,
    kind: "reported",
    costMicros: 37,
  });
});

describe("a cost is an estimate, as all input was billed in full,", () => {
  const said = usage({ inputTokens: 7, cacheReadTokens: 5, outputTokens: 3 });

  test("where nobody here knows what reading the cache costs", async () => {
    const guessesReads = ({ model, usage: { cacheReadTokens } }: Purchase) =>
      model === "m-asked" && cacheReadTokens === 5;
    expect(await billFor({ reported: { usage: said }, guessesReads })).toMatchObject({
      kind: "estimated",
      costMicros: 37,
    });
  });
  test("where the vendor says that more was read than was given", async () => {
    const reported = soundReport({ ...nothingReported, usage: { ...said, cacheReadTokens: 8 } });
    expect(await billFor({ reported })).toMatchObject({ kind: "estimated", usage: { cacheReadTokens: null } });
  });
  test("but not where an odd count has nothing to do with the cache", async () => {
    expect(await billFor({ reported: { usage: said, anomalies: 1 } })).toMatchObject({ kind: "reported" });
  });
});

test("a count of 0 is 0 and no unknown", async () => {
  const said = usage({ inputTokens: 0, outputTokens: 0 });
  expect(await billFor({ reported: { usage: said } })).toEqual({ usage: said, kind: "reported", costMicros: 0 });
});

describe("the price is that of", () => {
  const said = { usage: usage({ inputTokens: 1, outputTokens: 0 }) };
  const asked = async (reported: Partial<Reported>, model: string | null) => {
    const models: string[] = [];
    const costMicros = (purchase: Purchase) => models.push(purchase.model);
    const { kind } = await billFor({ reported, notes: { model }, costMicros });
    return [...models, kind];
  };

  test("the model that answered", async () => {
    expect(await asked({ ...said, model: "m-answered" }, "m-asked")).toEqual(["m-answered", "reported"]);
  });
  test("the one asked for, where the answer names none", async () => {
    expect(await asked(said, "m-asked")).toEqual(["m-asked", "reported"]);
  });
  test("nobody, where none is named", async () => {
    expect(await asked(said, null)).toEqual(["unknown"]);
  });
});

test("the answers on a WebSocket are billed one by one: two short prompts are no long one", async () => {
  const said = usage({ inputTokens: 150, outputTokens: 1 });
  const answer = { model: "m", usage: said, serviceTier: null };
  const dearAbove200 = (purchase: Purchase) =>
    (purchase.usage.inputTokens ?? 0) > 200 ? 1_000_000 : priceOf(purchase);
  const together = usage({ inputTokens: 300, outputTokens: 2 });
  const bill = (answers: readonly object[]) =>
    billFor({
      reported: { usage: together, stop, answers: answers as Reported["answers"] },
      ending: { status: 101 },
      costMicros: dearAbove200,
    });

  expect(await bill([answer, answer])).toEqual({ usage: together, kind: "reported", costMicros: 320 });
  expect(await bill([answer, { ...answer, model: "unheard-of" }])).toMatchObject({ kind: "unknown", costMicros: null });
});

test.each([true, false])("the price is asked for where it went (an upstream that ships: %p)", async (isShipped) => {
  const exchange = exchangeOf("/v1/messages");
  const upstream = upstreamOf("anthropic", { name: "mine", origin: "https://llm.example", isShipped, pricesOf: "zai" });
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("no endpoint");
  exchange.plan = { targets: [{ upstream, endpoint, url: "https://llm.example/v1/messages" }], rule: "test" };
  Object.assign(exchange.notes, { attempts: 1, provider: "anthropic", upstream: "mine", model: "m" });
  const asked: Purchase[] = [];

  costOf(exchange, usage({ inputTokens: 1 }), {
    costMicros: (purchase) => asked.push(purchase),
    guessesReads: certain,
    facts: () => noFacts,
    parts: () => null,
  });

  expect(asked).toMatchObject([{ host: "llm.example", isOwnUpstream: !isShipped, pricesOf: "zai" }]);
});

test("tokens of a model without a price are kept, and their cost is unknown, not 0", async () => {
  const said = usage({ inputTokens: 7, outputTokens: 3 });
  const bill = await billFor({ reported: { usage: said, model: "unheard-of" } });

  expect(bill).toEqual({ usage: said, kind: "unknown", costMicros: null });
});

test.each([Number.NaN, -1, 1e308, 0.5, Number.POSITIVE_INFINITY])("a price of %p is none", async (price) => {
  const said = usage({ inputTokens: 7, outputTokens: 3 });
  const bill = await billFor({ reported: { usage: said }, costMicros: () => price });

  expect(bill).toMatchObject({ kind: "unknown", costMicros: null });
});

describe("an answer that breaks off", () => {
  test("keeps what was reported, and counts what was delivered where that is more", async () => {
    const said = usage({ inputTokens: 7, cacheReadTokens: 5, outputTokens: 1 });
    const bill = await billFor({ reported: { usage: said, deliveredTokens: 30 }, ending: cut });

    expect(bill).toEqual({ usage: { ...said, outputTokens: 30 }, kind: "estimated", costMicros: 307 });
  });

  test("keeps the report where less was delivered", async () => {
    const said = usage({ inputTokens: 7, outputTokens: 50 });
    const bill = await billFor({ reported: { usage: said, deliveredTokens: 30 }, ending: cut });

    expect(bill).toMatchObject({ usage: said, kind: "estimated" });
  });

  test("is an estimate from end to end where nothing was reported", async () => {
    const bill = await billFor({ reported: { deliveredTokens: 30 }, ending: { code: "CD", error: "client_left" } });

    expect(bill).toMatchObject({ usage: { inputTokens: 40, outputTokens: 30 }, kind: "estimated", costMicros: 340 });
  });

  test("is the vendor's own count where the vendor had told all of it", async () => {
    const said = usage({ inputTokens: 7, outputTokens: 3 });
    const bill = await billFor({ reported: { usage: said, stop, deliveredTokens: 9 }, ending: cut });

    expect(bill).toEqual({ usage: said, kind: "reported", costMicros: 37 });
  });

  test("is unknown where nothing of it could be read", async () => {
    expect(await billFor({ reported: null, ending: cut })).toEqual({
      usage: noUsage,
      kind: "unknown",
      costMicros: null,
    });
  });
});

test("a whole answer whose vendor counts nothing is an estimate", async () => {
  expect(await billFor({ reported: { stop, deliveredTokens: 12 } })).toMatchObject({
    usage: { inputTokens: 40, outputTokens: 12 },
    kind: "estimated",
    costMicros: 160,
  });
});

test("one count that is missing is estimated, the other stays the vendor's", async () => {
  const said = usage({ outputTokens: 3 });
  expect(await billFor({ reported: { usage: said, stop, deliveredTokens: 12 } })).toMatchObject({
    usage: { inputTokens: 40, outputTokens: 3 },
    kind: "estimated",
  });
});

test("an input that is estimated is no less than what the vendor says was read of it", async () => {
  const said = usage({ cacheReadTokens: 900, cacheWriteTokens: 50, outputTokens: 3 });
  expect(await billFor({ reported: { usage: said, stop } })).toMatchObject({ usage: { inputTokens: 950 } });
});

describe("an error in a stream that began well", () => {
  const error = { type: "overloaded_error", message: "Overloaded", kind: "overloaded" } as const;
  const failed: Ending = { code: "SD", status: 200, error: null };

  test("costs what was reported before it", async () => {
    const said = usage({ inputTokens: 7, outputTokens: 1 });
    const bill = await billFor({ reported: { error, usage: said, deliveredTokens: 5 }, ending: failed });

    expect(bill).toMatchObject({ usage: { inputTokens: 7, outputTokens: 5 }, kind: "estimated" });
  });

  test("costs nothing where it came before everything else", async () => {
    expect(await billFor({ reported: { error }, ending: failed })).toEqual(nothing);
  });
});

describe("nothing is billed", () => {
  const said = usage({ inputTokens: 7, outputTokens: 1 });
  test.each([
    ["for what was never sent", { notes: { attempts: 0 } }],
    ["for what the vendor refused", { ending: { status: 429 } }],
    ["for a connection that was never there", { ending: { code: "SC", status: 502, error: "upstream_refused" } }],
    [
      "for a client that left while it was still sending",
      { ending: { code: "CR", status: null, error: "client_left" } },
    ],
    ["for a request that is no call of a model", { path: "/v1/files", reported: null }],
    ["for a batch, which is billed when it is done", { path: "/v1/messages/batches", reported: null }],
    ["for a question how many tokens there are", { path: "/v1/messages/count_tokens", reported: null }],
    ["for a look at a chat's path", { method: "HEAD", reported: null }],
    ["for a list of answers that were kept", { method: "GET", path: "/v1/chat/completions" }],
    ["for a list of voices", { method: "GET", path: "/v1/audio/voices", reported: null }],
  ] satisfies readonly (readonly [string, Case])[])("%s", async (_, some) => {
    expect(await billFor({ reported: { usage: said }, ...some })).toEqual(nothing);
  });
});

describe("nobody knows the cost", () => {
  test.each([
    ["when the client left before any head", { code: "CH", status: null, error: "client_left" }],
    ["when the vendor broke off before any head", { code: "SH", status: 502, error: "upstream_closed" }],
    ["when the vendor never began", { code: "sH", status: 504, error: "upstream_timeout" }],
    ["when the proxy was stopped in between", { code: "PD", status: 503, error: "proxy_shutdown" }],
  ] satisfies readonly (readonly [string, Ending])[])("%s", async (_, ending) => {
    expect(await billFor({ reported: null, ending })).toEqual({ usage: noUsage, kind: "unknown", costMicros: null });
  });

  test("when we made a mistake after the vendor had the request", async () => {
    const ending: Ending = { code: "IR", status: 500, error: "internal" };
    expect(await billFor({ reported: null, ending })).toMatchObject({ kind: "unknown", costMicros: null });
  });

  test("of an answer that the vendor has only begun to work on", async () => {
    expect(await billFor({ path: "/v1/responses", reported: { id: "resp_1", model: "m-1" } })).toMatchObject({
      kind: "unknown",
      costMicros: null,
    });
  });

  test.each([
    "/v1/images/generations",
    "/v1/embeddings",
    "/v1/videos",
    "/v1/complete",
    "/v1/responses/compact",
    "/v1/threads/thread_1/runs",
    "/v1/conversations/conv_1",
    "/v1beta/models/veo-3:predictLongRunning",
  ])("of what is billed at %s and tells no count", async (path) => {
    expect(await billFor({ path, reported: null })).toMatchObject({ kind: "unknown", costMicros: null });
  });

  test("of a WebSocket on which nothing could be read", async () => {
    const bill = await billFor({ path: "/v1/realtime", reported: null, ending: { status: 101 } });
    expect(bill).toMatchObject({ kind: "unknown" });
  });
});
