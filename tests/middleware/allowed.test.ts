import { expect, test } from "bun:test";
import { allowed } from "../../src/middleware/allowed.ts";
import { noTokenRules } from "../../src/state/tokens.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

const rules = { ...noTokenRules, upstreams: ["cn"] };

test("a request whose token may not go where it would go is refused before anything is sent", async () => {
  const upstream = upstreamOf("anthropic");
  const exchange = exchangeOf("/v1/messages", { token: "right", caller: { token: "ci", key: null, rules } });
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("It has no address.");
  exchange.plan = { targets: [{ upstream, endpoint, url: "https://vendor.example" }], rule: "test" };
  const run = allowed.create({});

  expect(() => run(exchange, async () => Response.json({}))).toThrow('may not use upstream "anthropic"');
});

test("who shows no token is not looked at", async () => {
  const exchange = exchangeOf("/v1/messages", { token: "none" });
  const answer = Response.json({});

  expect(await allowed.create({})(exchange, async () => answer)).toBe(answer);
});
