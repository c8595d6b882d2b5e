import { expect, test } from "bun:test";
import type { Step } from "../../src/core/routing.ts";
import { chooseUpstream } from "../../src/routing/upstream.ts";
import { upstreamOf } from "../support/exchange.ts";
import { tableWith, traitsWith } from "../support/routing.ts";

// Each way to an upstream has its line in decide.test.ts; here is what is told of them.

test("a header that says auto is told as what had the say, then the sign that found the vendor", () => {
  const steps: Step[] = [];
  const traits = traitsWith({ headers: new Headers({ "x-proxy-upstream": "auto" }) });

  const { upstream } = chooseUpstream(traits, traits.model, tableWith([upstreamOf("anthropic")]), steps);

  expect(upstream.name).toBe("anthropic");
  expect(steps.map(({ rule, isTaken }) => [rule, isTaken])).toEqual([
    ["header x-proxy-upstream", true],
    ["auto: model", true],
  ]);
});
