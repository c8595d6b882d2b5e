import { expect, test } from "bun:test";
import type { ShownToken } from "../../src/core/exchange.ts";
import { type PlanServices, plan } from "../../src/middleware/plan.ts";
import { providers } from "../../src/providers/index.ts";
import { fallbacksFrom } from "../../src/routing/fallbacks.ts";
import { withBody } from "../../src/server/accept.ts";
import { createUpstreams } from "../../src/state/upstreams.ts";
import { canaries } from "../support/canary.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";
import { planServices } from "../support/routing.ts";
import { tokensWith } from "../support/tokens.ts";

/** What stands in for a model of that size. */
const medium = providers.find(({ name }) => name === "openai")?.models?.defaults.medium ?? "";

const known = [
  upstreamOf("anthropic"),
  upstreamOf("openai"),
  upstreamOf("openai", { name: "ours", origin: "https://ours.example", key: canaries.held }),
];

const fallbacks = [
  {
    when: { upstream: "anthropic" },
    to: ["openai", "ours", { model: "claude-haiku-4-5" }],
    after: ["limited" as const],
  },
];

type Differences = {
  readonly key?: string;
  readonly token?: ShownToken;
  readonly needsToken?: boolean;
  readonly rules?: typeof fallbacks;
  readonly stayOf?: PlanServices["stayOf"];
};

const planned = async ({ key, token = "none", needsToken = true, rules = fallbacks, ...more }: Differences) => {
  const exchange = exchangeOf("/v1/messages", { token, headers: key === undefined ? {} : { "x-api-key": key } });
  withBody(exchange, { kind: "held", bytes: new TextEncoder().encode('{"model":"claude-sonnet-4-5"}') });
  exchange.notes.session = { id: "s_1", turn: 1, joined: "continued", isUtility: false };
  const choices = { read: () => ({ upstream: null, previousUpstream: null }), write: async () => undefined };
  const run = plan.create({
    ...planServices(createUpstreams(known, "anthropic", choices), { fallbacks: fallbacksFrom(rules) }),
    locate: async (upstream) => upstream,
    needsToken: () => needsToken,
    refuseToken: tokensWith().refuse,
    planned: () => undefined,
    ...more,
  });
  const answer = await run(exchange, async () => new Response());
  const places = exchange.plan.targets.map(({ upstream }) => upstream.name);
  const why = (exchange.plan.decision?.steps ?? []).map((step) => `${step.rule}: ${step.why}`);
  return { exchange, places, why, answer };
};

test("other places are asked in their own format, for their own model, with what is changed for them alone", async () => {
  const { exchange } = await planned({ needsToken: false });

  const told = exchange.plan.targets.map(({ upstream, model, translateTo, takesOverAfter, edits }) => [
    ...[upstream.name, model, translateTo?.name ?? null],
    ...[takesOverAfter?.join(), edits?.length],
  ]);
  expect(told).toEqual([
    ["anthropic", null, null, "limited", 0],
    ["openai", medium, "openai-responses", "limited", 0],
    ["ours", medium, "openai-responses", "limited", 0],
    ["anthropic", "claude-haiku-4-5", null, "limited", 1],
  ]);
  expect(exchange.plan.chosen).toEqual({ upstream: "anthropic", model: "claude-sonnet-4-5" });
  expect(exchange.plan.targets[1]?.decision).toMatchObject({ rule: "fallbacks[0]", upstream: "openai" });
});

test("S-38: they get no key that was meant for another, nor one of ours without a token; and people are told", async () => {
  const { places, why } = await planned({ key: "no vendor's shape" });

  expect(places).toEqual(["anthropic", "anthropic"]);
  expect(why).toContain("fallbacks[0] openai: the client's key is not known to be of OpenAI");
  expect(why).toContain("fallbacks[0] ours: its key is the proxy's own, and the client shows no token");
  expect(why).toContain("fallbacks[0] anthropic: is asked after unreachable, limited");
  expect((await planned({ key: "no vendor's shape", token: "right" })).places).toEqual([
    "anthropic",
    "ours",
    "anthropic",
  ]);
});

test("where the conversation has stayed comes first, and the decision says since when", async () => {
  const stayOf = () => ({ to: { upstream: "openai", model: medium }, sinceAt: 0 });
  const { exchange, places, why, answer } = await planned({ stayOf });

  expect(places.slice(0, 2)).toEqual(["openai", "anthropic"]);
  expect(exchange.notes.upstream).toBe("openai");
  expect(answer.headers.get("x-proxy-decision")).toStartWith("rule=fallbacks[0]; upstream=openai");
  expect(why.at(-1)).toMatch(/^session stays: stays at openai since .*, back when its cache there is cold$/);
});

test("where there are none, nothing is said of them", async () => {
  const { exchange, places } = await planned({ rules: [] });

  expect(places).toEqual(["anthropic"]);
  expect(exchange.plan.chosen).toBeUndefined();
});
