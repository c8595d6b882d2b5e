import { describe, expect, test } from "bun:test";
import type { Upstream } from "../../src/core/provider.ts";
import { providers } from "../../src/providers/index.ts";
import { decide } from "../../src/routing/decide.ts";
import { fallbackOf, fallbacksFrom } from "../../src/routing/fallbacks.ts";
import { foreignKey, heirsOf, type InsteadServices } from "../../src/routing/instead.ts";
import { nowhere } from "../../src/routing/route.ts";
import type { Table } from "../../src/routing/table.ts";
import type { Traits } from "../../src/routing/traits.ts";
import { canaries } from "../support/canary.ts";
import { upstreamOf } from "../support/exchange.ts";
import { tableWith, traitsWith } from "../support/routing.ts";

/** What stands in for a model of that size. */
const medium = providers.find(({ name }) => name === "openai")?.models?.defaults.medium;

const known: readonly Upstream[] = [
  upstreamOf("anthropic"),
  upstreamOf("openai"),
  upstreamOf("zai", { name: "cn", origin: "https://cn.example" }),
  upstreamOf("simulator", { name: "lent", isLent: true }),
];

const heirs = (
  fallbacks: Parameters<typeof fallbacksFrom>[0],
  { traits = {}, ...more }: Partial<InsteadServices> & { traits?: Partial<Traits> } & Partial<Table> = {},
) => {
  const table = tableWith(known, { fallbacks: fallbacksFrom(fallbacks), ...more });
  const asked = traitsWith(traits);
  const services = { table, seed: "", keys: () => [], mayUseOurs: () => true, ...more };
  const found = heirsOf(decide(asked, table), asked, services);
  return found?.heirs.map(({ upstream, format, model }) => `${upstream.name} ${format} ${model ?? "-"}`) ?? null;
};

describe("a request that cannot go where it was to go", () => {
  test("goes in the format of the other place, for a model of its own; where it has that itself, as it is", () => {
    expect(heirs([{ to: ["openai", "cn"] }])).toEqual([`openai openai-responses ${medium}`, "cn anthropic glm-4.7"]);
    expect(heirs([{ to: [{ upstream: "cn", model: "glm-5" }, { model: "claude-haiku-4-5" }] }])).toEqual([
      "cn anthropic glm-5",
      "anthropic anthropic claude-haiku-4-5",
    ]);
  });

  test("goes nowhere else where no rule is for it", () => {
    expect(heirs([{ when: { upstream: "openai" }, to: ["cn"] }])).toBeNull();
    expect(heirs([])).toBeNull();
  });

  test("goes not to itself, not twice to one, and not to what is lent to others", () => {
    expect(heirs([{ to: ["anthropic", "lent", "openai", "openai", "gone"] }])).toEqual([
      `openai openai-responses ${medium}`,
    ]);
  });

  test("goes by the rule of `routes:` that chose it, before the others", () => {
    const fallback = fallbackOf("routes[0] fallbacks", ["cn"], "overloaded");
    const routes = [{ label: "routes[0]", conditions: [], to: { ...nowhere, fallback } }];

    expect(heirs([{ to: ["openai"] }], { routes })).toEqual(["cn anthropic glm-4.7"]);
  });

  test("and is no chat goes to the same vendor alone", () => {
    const traits = { dialect: null, manner: "anthropic", path: "/v1/files" } as const;

    expect(heirs([{ to: ["openai", { model: "x" }] }], { traits })).toEqual([]);
  });
});

describe("S-38: a key that a client has sent for one vendor", () => {
  const [anthropic, openai, cn] = known;
  if (anthropic === undefined || openai === undefined || cn === undefined) throw new Error("missing");
  const foreign = (key: string, to: Upstream, from = anthropic) => foreignKey([key], from, to, providers) !== null;

  test("goes to no other, also where nobody can tell whose it is", () => {
    for (const key of [canaries.anthropic, "a key without a shape"]) expect(foreign(key, openai)).toBe(true);
    expect(foreign("a key without a shape", cn)).toBe(true);
  });

  test("goes along where it is that vendor's own, to the same address, or where it is wished or not needed", () => {
    expect(foreign(canaries.openai, openai)).toBe(false);
    expect(foreign("any", { ...openai, forwardClientKey: true })).toBe(false);
    expect(foreign("any", { ...openai, key: "ours" })).toBe(false);
    expect(foreign("any", { ...anthropic, name: "twin" })).toBe(false);
    expect(foreignKey([], anthropic, openai, providers)).toBeNull();
  });
});
