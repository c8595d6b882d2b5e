import { describe, expect, test } from "bun:test";
import { builtInModels } from "../../src/config/models/load.ts";
import type { ModelTier, Provider, Upstream } from "../../src/core/provider.ts";
import { createPrices } from "../../src/meter/prices/index.ts";
import { providers } from "../../src/providers/index.ts";
import { defaultModel, defaultModelAt, makerOf, modelMapRows, tierOf } from "../../src/routing/model-map.ts";

const providerOf = (name: string): Provider => {
  const found = providers.find((provider) => provider.name === name);
  if (found === undefined) throw new Error(`no provider ${name}`);
  return found;
};

const tiers: readonly (readonly [model: string, maker: string, tier: ModelTier | null])[] = [
  ["claude-haiku-4-5", "anthropic", "small"],
  ["claude-haiku-4-5-20251001", "anthropic", "small"],
  ["claude-3-5-haiku-latest", "anthropic", "small"],
  ["claude-sonnet-5", "anthropic", "medium"],
  ["claude-sonnet-4-5-20250929", "anthropic", "medium"],
  ["claude-opus-5-5", "anthropic", "large"],
  ["claude-fable-5-1", "anthropic", "large"],
  ["claude-sonnet-4-5[1m]", "anthropic", "medium"],
  ["gpt-5.4-nano", "openai", "small"],
  ["gpt-5.4-mini-2026-03-17", "openai", "small"],
  ["gpt-5.1-codex-mini", "openai", "small"],
  ["codex-mini-latest", "openai", "small"],
  ["gpt-4o-mini", "openai", "small"],
  ["gpt-5.6-luna", "openai", "small"],
  ["o4-mini", "openai", "small"],
  ["gpt-4o", "openai", "medium"],
  ["gpt-5.4", "openai", "medium"],
  ["gpt-5.6-terra", "openai", "medium"],
  ["gpt-5-codex", "openai", "large"],
  ["gpt-5.4-pro", "openai", "large"],
  ["o3", "openai", "large"],
  ["gpt-6-astra", "openai", "large"],
  ["text-embedding-3-small", "openai", null],
  ["whisper-1", "openai", null],
  ["gpt-image-1-mini", "openai", null],
  ["gpt-4o-mini-transcribe", "openai", null],
  ["gpt-realtime-2", "openai", null],
  ["gemini-2.5-flash", "google", "small"],
  ["gemini-2.5-flash-lite", "google", "small"],
  ["models/gemini-3.5-flash", "google", "small"],
  ["gemini-3.1-pro-preview", "google", "large"],
  ["gemini-embedding-001", "google", null],
  ["gemini-2.5-flash-image", "google", null],
  ["mistral-small-latest", "mistral", "small"],
  ["ministral-8b-latest", "mistral", "small"],
  ["open-mistral-7b", "mistral", "small"],
  ["devstral-small-2507", "mistral", "small"],
  ["mistral-medium-2508", "mistral", "medium"],
  ["codestral-latest", "mistral", "medium"],
  ["open-mixtral-8x22b", "mistral", "medium"],
  ["mistral-large-2512", "mistral", "large"],
  ["mistral-embed", "mistral", null],
  ["glm-4.5-air", "zai", "small"],
  ["glm-5.3-flash", "zai", "small"],
  ["GLM-4.7-FlashX", "zai", "small"],
  ["glm-4.6", "zai", "medium"],
  ["glm-4.6-openai", "zai", "medium"],
  ["glm-5-turbo", "zai", "medium"],
  ["glm-5.3", "zai", "large"],
];

describe("whose a model is and how large", () => {
  for (const [model, maker, tier] of tiers) {
    test(`${model} is ${maker}'s and ${tier ?? "none to chat with"}`, () => {
      expect(makerOf(model, providers)?.name ?? null).toBe(maker);
      expect(tierOf(model, providerOf(maker))).toBe(tier);
    });
  }

  test("what no maker has a name like is nobody's", () => {
    for (const model of ["llama-3.3-70b", "deepseek-chat", "my-claude-", "", "auto"])
      expect(makerOf(model, providers)).toBeNull();
  });
});

/** What clients ask for by themselves, without the user having named it. */
const picked: readonly (readonly [client: string, model: string])[] = [
  ["Claude Code, in the background", "claude-haiku-4-5-20251001"],
  ["opencode, for titles", "claude-haiku-4-5"],
  ["opencode, for titles at OpenAI", "gpt-5.4-nano"],
  ["Codex, in the background", "gpt-5.1-codex-mini"],
  ["Gemini CLI, on the side", "gemini-2.5-flash"],
  ["Gemini CLI, for short things", "gemini-2.5-flash-lite"],
];

const small: Readonly<Record<string, string>> = {
  anthropic: "claude-haiku-4-5",
  openai: "gpt-5.6-luna",
  google: "gemini-3.5-flash-lite",
  mistral: "mistral-small-latest",
  zai: "glm-4.5-air",
};

describe("a small model that a client picks by itself has a small one in its place everywhere", () => {
  for (const [client, model] of picked) {
    test(`${client}: ${model}`, () => {
      for (const provider of providers) {
        const stays = provider.models === null || makerOf(model, providers)?.name === provider.name;
        expect([provider.name, defaultModel(model, provider, providers)?.model ?? null]).toEqual([
          provider.name,
          stays ? null : (small[provider.name] ?? "nothing"),
        ]);
      }
    });
  }
});

describe("what takes the place of another maker's model", () => {
  test("it is of the same size, and says why", () => {
    expect(defaultModel("claude-opus-5-5", providerOf("zai"), providers)).toEqual({
      model: "glm-5.3",
      why: "Anthropic makes claude-opus-5-5; the large model of z.ai GLM is glm-5.3",
    });
    expect(defaultModel("gpt-4o", providerOf("anthropic"), providers)?.model).toBe("claude-sonnet-5");
    expect(defaultModel("glm-4.6", providerOf("google"), providers)?.model).toBe("gemini-3.8-flash");
    expect(defaultModel("gemini-3.1-pro-preview", providerOf("openai"), providers)?.model).toBe("gpt-5.6-sol");
  });

  test("a model stays where its maker is, where any name is taken, and where nobody knows it", () => {
    expect(defaultModel("claude-opus-5-5", providerOf("anthropic"), providers)).toBeNull();
    expect(defaultModel("claude-opus-5-5", providerOf("simulator"), providers)).toBeNull();
    expect(defaultModel("llama-3.3-70b", providerOf("openai"), providers)).toBeNull();
  });

  test("nothing to chat with takes the place of an embedding", () => {
    expect(defaultModel("text-embedding-3-small", providerOf("google"), providers)).toBeNull();
  });

  test("behind an address of the user's own a name stays, unless the vendor itself is there", () => {
    const at = (origin: string, isShipped: boolean): Upstream => ({
      ...{ name: "u", provider: "openai", region: null, origin, key: null, keyHint: null, forwardClientKey: false },
      ...{ isShipped, isLent: false, pricesOf: null, isPrivate: true, tls: { ca: null, verify: true } },
      endpoints: [{ origin, dialects: ["openai-chat"], path: "", dropPrefix: "" }],
    });

    expect(defaultModelAt("claude-haiku-4-5", at("http://127.0.0.1:11434", false), providers)).toBeNull();
    expect(defaultModelAt("claude-haiku-4-5", at("http://127.0.0.1:11434", true), providers)?.model).toBe(
      "gpt-5.6-luna",
    );
    expect(defaultModelAt("claude-haiku-4-5", at("https://api.openai.com", false), providers)?.model).toBe(
      "gpt-5.6-luna",
    );
  });
});

describe("the defaults themselves", () => {
  const book = createPrices({ providers, builtIn: builtInModels });

  for (const { provider, defaults } of modelMapRows(providers)) {
    for (const [tier, model] of Object.entries(defaults)) {
      test(`${provider.name}, ${tier}: ${model} is its own, has a price, and can be chatted with`, () => {
        expect(makerOf(model, providers)?.name).toBe(provider.name);
        expect(tierOf(model, provider)).not.toBeNull();
        expect(book.of(provider.name, model, Date.UTC(2026, 10, 1)).card).not.toBeNull();
      });
    }
  }
});
