import { expect, test } from "bun:test";
import { askedOf, isAnswerable } from "../../src/cache/asked.ts";
import type { CacheRules } from "../../src/core/answer-cache.ts";
import { withBody } from "../../src/server/accept.ts";
import { exchangeOf } from "../support/exchange.ts";

const rules: CacheRules = {
  ...{ ttlMs: 1000, maxEntryBytes: 1000, keepsStreams: false, keepsToolAnswers: false, isShared: false },
  ...{ isSingleFlight: true, onlyDeterministic: false, path: () => true, model: () => true },
};

const exchangeWith = (body: object | string, path = "/v1/messages", headers: Readonly<Record<string, string>> = {}) => {
  const exchange = exchangeOf(path, { headers });
  const text = typeof body === "string" ? body : JSON.stringify({ model: "m", ...body });
  withBody(exchange, { kind: "held", bytes: new TextEncoder().encode(text) });
  return exchange;
};

const why = (exchange: ReturnType<typeof exchangeWith>, more: Partial<CacheRules> = {}): string | null => {
  const asked = askedOf(exchange, exchange.notes.model, { ...rules, ...more });
  return "why" in asked ? asked.why : null;
};

test("chats and vectors may be answered again, and nothing else", () => {
  const paths = ["/v1/messages", "/v1/chat/completions", "/v1/responses", "/v1/embeddings", "/v1/chat"];
  const others = ["/v1/files", "/v1/messages/batches", "/v1/images/generations", "/v1/messages/count_tokens"];

  expect(paths.map((path) => isAnswerable(exchangeOf(path)))).toEqual(paths.map(() => true));
  expect(others.map((path) => isAnswerable(exchangeOf(path)))).toEqual(others.map(() => false));
  expect(isAnswerable(exchangeOf("/v1/messages", { method: "GET" }))).toBe(false);
});

test("a plain request is looked for, in its one spelling", () => {
  expect(askedOf(exchangeWith('{ "model": "m", "a": 1 }'), "m", rules)).toEqual({
    body: '{"a":1,"model":"m"}',
    wish: "use",
  });
});

test("what a client wants is heard, by our header and by that of HTTP", () => {
  const wish = (headers: Readonly<Record<string, string>>) =>
    askedOf(exchangeWith({}, "/v1/messages", headers), "m", rules);

  expect(wish({ "x-proxy-cache": "refresh" })).toMatchObject({ wish: "refresh" });
  expect(wish({ "cache-control": "max-age=0" })).toMatchObject({ wish: "refresh" });
  expect(wish({ "cache-control": "private, no-cache" })).toMatchObject({ wish: "refresh" });
  expect(wish({ "x-proxy-cache": "Bypass" })).toEqual({ why: "the client wants none" });
  expect(wish({ "cache-control": "no-store" })).toEqual({ why: "the client wants none" });
  expect(wish({ "cache-control": "x-no-store-y" })).toMatchObject({ wish: "use" });
});

test("what the settings leave out passes by", () => {
  expect(why(exchangeWith({}), { path: () => false })).toContain("cache.paths");
  expect(why(exchangeWith({}), { model: (model) => model !== "m" })).toContain("cache.models");
  expect(why(exchangeWith({ stream: true }))).toContain("cache.streams");
  expect(why(exchangeWith({ stream: true }), { keepsStreams: true })).toBeNull();
});

test("where only what is the same each time is wanted, a temperature other than 0 passes by", () => {
  const only = { onlyDeterministic: true };

  expect(why(exchangeWith({}), only)).toContain("temperature");
  expect(why(exchangeWith({ temperature: 0.5 }), only)).toContain("temperature");
  expect(why(exchangeWith({ temperature: 0 }), only)).toBeNull();
  const gemini = "/v1beta/models/gemini-2.5-pro:generateContent";
  expect(why(exchangeWith({ generationConfig: { temperature: 0 } }, gemini), only)).toBeNull();
  expect(why(exchangeWith({ input: "x" }, "/v1/embeddings"), only)).toBeNull(); // vectors are the same each time
});

test.each([
  ["/v1/responses", { store: false, previous_response_id: "r" }, "previous_response_id"],
  ["/v1/responses", { store: false, conversation: "c" }, "conversation"],
  ["/v1/responses", { store: false, background: true }, "background"],
  ["/v1/responses", {}, "store"],
  ["/v1/responses", { store: true }, "store"],
  ["/v1/chat/completions", { store: true }, "store"],
  ["/v1/chat/completions", { web_search_options: {} }, "web_search_options"],
  ["/v1/chat/completions", { n: 3 }, "more than one"],
  ["/v1/messages", { container: "c" }, "container"],
  ["/v1/messages", { mcp_servers: [{}] }, "mcp_servers"],
  ["/v1/messages", { tools: [{ type: "code_execution_20250825", name: "x" }] }, "run by the vendor"],
  ["/v1/messages", { tools: ["?"] }, "not known"],
  ["/v1beta/models/gemini-2.5-pro:generateContent", { tools: [{ googleSearch: {} }] }, "run by the vendor"],
  ["/v1beta/models/gemini-2.5-pro:generateContent", { generationConfig: { candidateCount: 2 } }, "more than one"],
  ["/v1beta/models/gemini-2.5-pro:generateContent", { cachedContent: "c" }, "cachedContent"],
])("%s with %j passes by", (path, more, said) => {
  expect(why(exchangeWith(more, path))).toContain(said);
});

test.each([
  ["/v1/responses", { store: false, tools: [{ type: "function", name: "f" }] }],
  ["/v1/chat/completions", { tools: [{ type: "function", function: { name: "f" } }], n: 1, store: false }],
  [
    "/v1/messages",
    {
      tools: [
        { name: "f", input_schema: {} },
        { type: "custom", name: "g", input_schema: {} },
      ],
    },
  ],
  ["/v1beta/models/gemini-2.5-pro:generateContent", { tools: [{ functionDeclarations: [] }] }],
])("%s with %j is looked for", (path, more) => {
  expect(why(exchangeWith(more, path))).toBeNull();
});

test("what cannot be read, is packed or too large passes by", () => {
  const large = exchangeWith({ text: "x".repeat(3 * 1024 * 1024) });
  const streamed = exchangeOf("/v1/messages");

  expect(why(exchangeWith("not json"))).toContain("no JSON");
  expect(why(exchangeWith('{"model":"m","model":"n"}'))).toContain("one meaning");
  expect(why(exchangeWith({}, "/v1/messages", { "content-encoding": "gzip" }))).toContain("packed");
  expect(why(large)).toContain("too large");
  expect(why(streamed)).toContain("too large");
});
