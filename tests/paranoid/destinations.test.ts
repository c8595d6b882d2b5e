import { expect, test } from "bun:test";
import type { Target } from "../../src/core/exchange.ts";
import type { Upstream } from "../../src/core/provider.ts";
import { watchDestinations } from "../../src/paranoid/destinations.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

const ours = upstreamOf("anthropic", { key: "sk-ours" });
const other = upstreamOf("openai");
const simulator = upstreamOf("simulator", { origin: "simulator:" });

const targetOf = (upstream: Upstream, url = `${upstream.origin}/v1/messages`): Target => {
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("An upstream has an endpoint.");
  return { upstream, endpoint, url };
};

const watching = () => {
  const broken: string[] = [];
  const destinations = watchDestinations((id) => broken.push(id));
  destinations.committed(1, [ours, other, simulator]);
  return { destinations, broken };
};
const exchange = exchangeOf("/v1/messages");

test("a request to where the configuration says breaks nothing, with its own key", () => {
  const { destinations, broken } = watching();

  destinations.leaves(exchange, targetOf(ours), new Headers({ "x-api-key": "sk-ours" }));
  destinations.leaves(exchange, targetOf(simulator, "http://127.0.0.1:4711/v1/messages"), new Headers());

  expect(broken).toEqual([]);
});

test("I-09: an address that no configuration names is told, and so is a key on its way to another's", () => {
  const { destinations, broken } = watching();

  destinations.leaves(exchange, targetOf(other, "https://evil.example/v1"), new Headers());
  destinations.leaves(exchange, targetOf(other), new Headers({ authorization: "Bearer sk-ours" }));
  destinations.leaves(exchange, targetOf(simulator, "https://simulator.example/v1"), new Headers());

  expect(broken).toEqual(["I-09", "I-09", "I-09"]);
});

test("I-10: a request of a configuration that was never in force is told", () => {
  const { destinations, broken } = watching();

  destinations.began(exchange, 1);
  destinations.began(exchange, 2);

  expect(broken).toEqual(["I-10"]);
});
