import { expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import type { Body } from "../../src/core/exchange.ts";
import { traitsOf } from "../../src/routing/request-traits.ts";
import { withBody } from "../../src/server/accept.ts";
import { exchangeOf } from "../support/exchange.ts";

const services = { estimate: () => 5, pinOf: () => null, sessionOf: () => "work" };

const held = (text: string | Uint8Array): Body => ({
  kind: "held",
  bytes: typeof text === "string" ? new TextEncoder().encode(text) : new Uint8Array(text),
});

const traitsIn = (path: string, body: Body, headers: Record<string, string> = {}) => {
  const exchange = exchangeOf(path, { headers });
  withBody(exchange, body);
  return traitsOf(exchange, services);
};

const streamed = {
  kind: "streamed",
  stream: new ReadableStream(),
  length: null,
  isWhole: () => false,
  failure: () => null,
} as const;

test("what a request shows of itself", () => {
  const traits = traitsIn("/v1/messages", held('{"model":"m","stream":true,"messages":[]}'), {
    "user-agent": "claude-cli/2.1",
  });

  expect(traits).toMatchObject({ dialect: "anthropic", model: "m", stream: true, client: "claude-cli", fixed: null });
  expect([traits.pin(), traits.session()]).toEqual([null, "work"]);
  expect(traits.content()).toMatchObject({ unknown: null, images: 0 });
});

test("of a body that streams through nobody knows anything", () => {
  const traits = traitsIn("/v1/messages", streamed);

  expect(traits.content()).toEqual({ unknown: "its body is too large to be looked at" });
  expect(traits.fixed).toBe("the body is too large to be changed");
});

test("a packed body can be looked at but not changed", () => {
  const traits = traitsIn("/v1/messages", held(gzipSync('{"model":"m","messages":[]}')), {
    "content-encoding": "gzip",
  });

  expect(traits.content().unknown).toBeNull();
  expect([traits.fixed, traits.mayHoldImage()]).toEqual(["the body is packed", true]);
});

test("what is no JSON cannot be looked at", () => {
  expect(traitsIn("/v1/messages", held("no")).content()).toEqual({ unknown: "its body cannot be read" });
});

test("embeddings show their model, a count of tokens is in its vendor's format", () => {
  expect(traitsIn("/v1/embeddings", held('{"model":"mistral-embed","input":"x"}'))).toMatchObject({
    dialect: null,
    model: "mistral-embed",
    manner: "openai-chat",
  });
  expect(traitsIn("/v1/messages/count_tokens", held('{"model":"m"}'))).toMatchObject({
    dialect: null,
    model: "m",
    manner: "anthropic",
  });
  expect(traitsIn("/v1/files", held("x")).content()).toEqual({ unknown: "is no chat" });
});
