import { expect, test } from "bun:test";
import { alwaysAvailable } from "../../src/core/availability.ts";
import type { Target } from "../../src/core/exchange.ts";
import { upstreamOf } from "../support/exchange.ts";

test("where nobody looks, every target can be asked, however often it failed", async () => {
  const upstream = upstreamOf("openai");
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("no address");
  const target: Target = { upstream, endpoint, url: `${endpoint.origin}/v1/models` };

  for (let at = 0; at < 10; at++) alwaysAvailable.end(target, { kind: "unreachable", error: "upstream_refused" });

  expect([alwaysAvailable.enter(target), await alwaysAvailable.enterLast(target)]).toEqual([null, null]);
  expect([alwaysAvailable.hindrance(target), alwaysAvailable.headMs(target)]).toEqual([null, null]);
});
