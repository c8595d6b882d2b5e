import { describe, expect, test } from "bun:test";
import { ended } from "../../src/core/outcome.ts";
import { placeOf, withBody } from "../../src/server/accept.ts";
import { exchangeOf, stoppedClock } from "../support/exchange.ts";

const held = (text: string) => ({ kind: "held", bytes: Uint8Array.from(Buffer.from(text)) }) as const;

describe("what a client speaks", () => {
  test("is told by a POST's path", () => {
    expect(exchangeOf("/v1/messages?beta=true").dialect?.name).toBe("anthropic");
    expect(exchangeOf("/v1/chat/completions").dialect?.name).toBe("openai-chat");
    expect(exchangeOf("/v1/responses").dialect?.name).toBe("openai-responses");
    expect(exchangeOf("/v1beta/models/gemini-2.5-pro:streamGenerateContent").dialect?.name).toBe("gemini");
  });

  test("is nothing in particular for other methods and paths", () => {
    expect(exchangeOf("/v1/messages", { method: "GET" }).dialect).toBeNull();
    expect(exchangeOf("/v1/models").dialect).toBeNull();
  });

  test("is guessed for the words of an error, by what the client shows", () => {
    const speaks = (path: string, headers = {}): string =>
      exchangeOf(path, { method: "GET", headers }).errorDialect.name;

    expect(speaks("/v1/models", { "anthropic-version": "1" })).toBe("anthropic");
    expect(speaks("/v1/models", { "x-goog-api-key": "k" })).toBe("gemini");
    expect(speaks("/v1beta/models")).toBe("gemini");
    expect(speaks("/v1/models")).toBe("openai-chat");
  });
});

describe("what a body asks for", () => {
  test("is noted: the model and whether it is to stream", () => {
    const exchange = exchangeOf("/v1/messages");

    withBody(exchange, held('{"stream":true,"model":"claude-x"}'));

    expect(exchange.notes).toMatchObject({ model: "claude-x", stream: true });
  });

  test("is no model where the name is longer than any: names are kept in many places", () => {
    const exchange = exchangeOf("/v1/messages");

    withBody(exchange, held(JSON.stringify({ model: "m".repeat(257), stream: true })));
    expect(exchange.notes).toMatchObject({ model: null, stream: true });

    withBody(exchange, held(JSON.stringify({ model: "m".repeat(256) })));
    expect(exchange.notes.model).toHaveLength(256);
  });

  test("stands in the path of a Gemini request, however it is escaped", () => {
    const asked = (path: string) => {
      const exchange = exchangeOf(path);
      withBody(exchange, held("{}"));
      return [exchange.notes.model, exchange.notes.stream];
    };

    expect(asked("/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse")).toEqual(["gemini-2.5-pro", true]);
    expect(asked("/v1/chat?stream=true")[1]).toBe(true);
    expect(asked("/v1/chat?a=b&stream=true&c")[1]).toBe(true);
    expect(asked("/v1/chat?stream=false")[1]).toBe(false);
    expect(asked("/v1/messages?stream=true")[1]).toBe(false);
    expect(asked("/v1beta/models/a%20b:generateContent")).toEqual(["a b", false]);
    expect(asked("/v1beta/models/100%:generateContent")).toEqual(["100%", false]);
  });

  test("is unknown where the body is no JSON", () => {
    const exchange = exchangeOf("/v1/messages");

    withBody(exchange, held("not json"));

    expect(exchange.notes).toMatchObject({ model: null, stream: false });
  });
});

test("an exchange ends once, with its times from the moment it was accepted", async () => {
  const clock = stoppedClock();
  const exchange = exchangeOf("/v1/messages", { clock });
  clock.advance(30);
  exchange.notes.firstByteAt = clock.tick();
  clock.advance(12);

  exchange.settle(ended(200));
  exchange.settle({ code: "SD", status: 502, error: "upstream_cut" });

  expect(await exchange.outcome).toMatchObject({ code: "--", status: 200, error: null, ttftMs: 30, durationMs: 42 });
});

test("the client is the first word of its user agent, and nothing long or odd", () => {
  const clientOf = (agent: string) => exchangeOf("/", { headers: { "user-agent": agent } }).client;

  expect(clientOf("claude-cli/2.1.0 (external, cli)")).toBe("claude-cli");
  expect(clientOf("x".repeat(200))?.length).toBe(40);
  expect(clientOf("(odd)")).toBeNull();
});

test("path and query are as they came, also without an origin", () => {
  expect(placeOf("http://127.0.0.1:8080/v1/a%2Fb?x=1?y#no")).toEqual({
    path: "/v1/a%2Fb",
    query: "?x=1?y",
    token: null,
  });
  expect(placeOf("/v1/messages?x")).toEqual({ path: "/v1/messages", query: "?x", token: null });
  expect(placeOf("http://127.0.0.1:8080")).toEqual({ path: "/", query: "", token: null });
});

test("a token before the path is taken out of it, and nothing else is taken for one", () => {
  expect(placeOf("http://127.0.0.1:8080/t/pxy_abc/v1/messages?x=1")).toEqual({
    path: "/v1/messages",
    query: "?x=1",
    token: "pxy_abc",
  });
  expect(placeOf("/t/pxy_abc")).toEqual({ path: "/", query: "", token: "pxy_abc" });
  expect(placeOf("/t/pxy_a/t/pxy_b/x")).toMatchObject({ path: "/t/pxy_b/x", token: "pxy_a" });
  for (const path of ["/t/other/v1", "/v1/t/pxy_abc/x", "/T/pxy_abc/x"]) {
    expect(placeOf(path)).toEqual({ path, query: "", token: null });
  }
});

test("a request that compacts a conversation names its model, and its answer is the vendor's of responses", () => {
  const exchange = exchangeOf("/v1/responses/compact");
  withBody(exchange, { kind: "held", bytes: new TextEncoder().encode('{"model":"gpt-5.4","input":[]}') });

  expect([exchange.dialect, exchange.errorDialect.name, exchange.notes.model]).toEqual([
    null,
    "openai-responses",
    "gpt-5.4",
  ]);
});
