import { describe, expect, test } from "bun:test";
import type { ListedModel } from "../../src/core/listed-model.ts";
import type { Upstream } from "../../src/core/provider.ts";
import { type CatalogueSources, catalogue } from "../../src/routing/catalogue.ts";
import { mapsFrom, type SaidMaps } from "../../src/routing/maps.ts";
import { upstreamOf } from "../support/exchange.ts";
import { tableWith } from "../support/routing.ts";

const upstreams: readonly Upstream[] = [
  upstreamOf("anthropic", { isShipped: true }),
  upstreamOf("openai", { isShipped: true }),
  upstreamOf("zai", { name: "cn", isShipped: true }),
  upstreamOf("openai", { name: "lent", isLent: true }),
];

const listed = (id: string, more: Partial<ListedModel> = {}): ListedModel => ({
  ...{ id, label: null, createdAt: null, owner: null, windowTokens: null, maxOutputTokens: null, methods: null },
  entry: null,
  ...more,
});

type Setting = Partial<Omit<CatalogueSources, "table">> & { readonly maps?: SaidMaps };

const views = ({ maps = {}, ...more }: Setting = {}) =>
  catalogue({
    table: tableWith(upstreams, { maps: mapsFrom(maps) }),
    upstream: "auto",
    lists: new Map(),
    known: ({ name }) => (name === "cn" ? [{ model: "glm-4.6", by: "vendor" }] : []),
    about: (_, model) => ({
      ...{ windowTokens: model.length, maxOutputTokens: null, takesImages: null, rates: null },
    }),
    ...more,
  });

const named = (name: string, setting: Setting) => views(setting).models.find((model) => model.name === name);

describe("who has a model", () => {
  test("an upstream's own list is all that it has; of another what files and tables tell", () => {
    const { models } = views({
      lists: new Map([["openai", [listed("gpt-9"), listed("gpt-4o")]]]),
      known: ({ name }) => [
        { model: name === "cn" ? "glm-4.6" : "gpt-4o", by: "vendor" },
        { model: "gpt-old", by: "vendor" },
        { model: "gpt-mine", by: name === "openai" ? "config" : "vendor" },
      ],
    });

    expect(models.map(({ name, upstreams: at }) => [name, at.map(({ upstream, by }) => `${upstream} ${by}`)])).toEqual([
      ["gpt-4o", ["openai list"]],
      ["gpt-9", ["openai list"]],
      ["gpt-mine", ["openai config"]],
      ["glm-4.6", ["cn vendor"]],
    ]);
  });

  test("a list tells best how much fits into its models, and how they are called", () => {
    const lists = new Map([["openai", [listed("gpt-9", { label: "GPT-9", windowTokens: 77 }), listed("gpt-8")]]]);

    expect(named("gpt-9", { lists })).toMatchObject({ label: "GPT-9", upstreams: [{ windowTokens: 77 }] });
    expect(named("gpt-8", { lists })).toMatchObject({ label: null, upstreams: [{ windowTokens: 5 }] });
  });

  test("whose it is and how large, by its name", () => {
    const lists = new Map([["openai", [listed("gpt-9-mini"), listed("llama-3"), listed("text-embedding-3-small")]]]);

    expect(views({ lists }).models.map(({ name, maker, tier }) => [name, maker, tier])).toEqual([
      ["gpt-9-mini", "openai", "small"],
      ["text-embedding-3-small", "openai", null],
      ["glm-4.6", "zai", "medium"],
      ["llama-3", null, null],
    ]);
  });

  test("what is only lent is in no list", () => {
    expect(named("gpt-x", { lists: new Map([["lent", [listed("gpt-x")]]]) })).toBeUndefined();
  });
});

describe("what becomes of a model", () => {
  const lists = new Map([["anthropic", [listed("claude-opus-5-5"), listed("claude-haiku-4-5")]]]);

  test("at another vendor's upstream: one of the same size, and why", () => {
    expect(named("claude-haiku-4-5", { lists, upstream: "cn" })?.becomes).toEqual({
      model: "glm-4.5-air",
      why: "model map: Anthropic makes claude-haiku-4-5; the small model of z.ai GLM is glm-4.5-air",
    });
    expect(named("claude-haiku-4-5", { lists, upstream: "anthropic" })?.becomes).toBeNull();
    expect(named("claude-haiku-4-5", { lists })?.becomes).toBeNull();
  });

  test("what `models:` says comes first", () => {
    const maps = { cn: { "claude-*": "glm-5.3" }, "*": { fast: "gpt-5.4-nano" } };

    expect(named("claude-haiku-4-5", { lists, upstream: "cn", maps })?.becomes).toEqual({
      model: "glm-5.3",
      why: "models.cn: claude-*: glm-5.3",
    });
    expect(named("fast", { maps })).toMatchObject({ upstreams: [], becomes: { model: "gpt-5.4-nano" } });
  });

  test("names of the maps are models, patterns are not", () => {
    const maps = { cn: { "claude-*": "glm-5.3", big: "glm-5.3" } };

    expect(views({ maps }).aliases).toEqual([
      { upstream: "cn", name: "big", model: "glm-5.3" },
      { upstream: "cn", name: "claude-*", model: "glm-5.3" },
    ]);
    expect(views({ maps }).models.map(({ name }) => name)).toEqual(["glm-4.6", "big"]);
  });
});
