import { expect, test } from "bun:test";
import fc from "fast-check";
import { builtInModels, modelsIn } from "../../../src/config/models/load.ts";
import { priceLists } from "../../../src/core/provider.ts";
import { noUsage, type Usage } from "../../../src/core/usage.ts";
import { createPrices } from "../../../src/meter/prices/index.ts";
import { loadTable } from "../../../src/meter/prices/table.ts";
import { providers } from "../../../src/providers/index.ts";
import { costMicrosOf, priceList } from "../../../src/simulator/billing/price-list.ts";

const lists = priceLists(providers);
const now = Date.parse("2026-11-21");
const book = () => createPrices({ providers, builtIn: builtInModels });
const mine = (text: string) => modelsIn(text, "models.yaml", lists);
const used = (inputTokens: number, outputTokens: number, more: Partial<Usage> = {}): Usage => ({
  ...noUsage,
  inputTokens,
  outputTokens,
  ...more,
});

test("a model that nobody knows has no cost, and never 0", () => {
  const purchase = { provider: "openai", model: "gpt-nonesuch", usage: used(1, 1), at: now };

  expect(book().costMicros(purchase)).toBeNull();
  expect(book().of("openai", "gpt-nonesuch", now)).toMatchObject({ card: null, from: null });
});

test("the person's word counts before what ships, what ships before the table, and what one leaves out the next says", () => {
  const prices = book();
  expect(prices.of("mistral", "mistral-large-latest", now)).toMatchObject({
    from: "built-in",
    entry: "mistral-large-latest",
  });
  expect(prices.of("mistral", "mistral-large-2411", now)).toMatchObject({
    from: "table",
    source: "genai-prices 0.1.8",
  });

  prices.use(mine("mistral:\n  mistral-large*: { input: 9, output: 9 }\n  codestral-latest: { window: 77 }\n"));

  expect(prices.of("mistral", "mistral-large-latest", now)).toMatchObject({ from: "yours", windowTokens: 262_144 });
  expect(prices.of("mistral", "codestral-latest", now)).toMatchObject({ from: "table", windowTokens: 77 });
});

test("a place with prices of its own is known by its host, and what is unknown there stays unknown", () => {
  const ask = (host: string | null) => ({
    provider: "zai",
    model: "glm-4.7",
    usage: used(1_000_000, 0),
    at: now,
    host,
  });

  expect(book().costMicros(ask("api.z.ai"))).toBe(600_000);
  expect(book().costMicros(ask(null))).toBe(600_000);
  expect(book().costMicros(ask("open.bigmodel.cn"))).toBeNull();
  expect(book().listOf("zai", "bigmodel.cn.example.com")).toBe("zai");
});

test("what another serves in a vendor's format costs what the person says, and is unknown where nobody does", () => {
  const ask = (host: string, isOwnUpstream: boolean) => ({
    provider: "openai",
    model: "gpt-4.1",
    usage: used(1_000_000, 0),
    at: now,
    host,
    isOwnUpstream,
  });
  const prices = book();

  expect(prices.costMicros(ask("localhost", true))).toBeNull();
  expect(prices.costMicros(ask("api.openai.com.example", true))).toBeNull();
  expect(prices.costMicros(ask("api.openai.com", true))).toBe(2_000_000);
  expect(prices.costMicros(ask("gateway.example", false))).toBe(2_000_000);
  expect(prices.costMicros({ ...ask("localhost", true), provider: "simulator", model: "gpt-4o" })).toBe(2_500_000);

  prices.use(mine("openai:\n  gpt-4.1: { input: 0, output: 0 }\n"));

  expect(prices.costMicros(ask("localhost", true))).toBe(0);
});

test("a gateway that passes a vendor's prices on costs what the vendor asks, or else the person's word for it", () => {
  const ask = (pricesOf: string | null, model = "gpt-4.1") => ({
    provider: "openai",
    model,
    usage: used(1_000_000, 0),
    at: now,
    host: "gateway.example",
    isOwnUpstream: true,
    pricesOf,
  });
  const prices = book();

  expect(prices.costMicros(ask(null))).toBeNull();
  expect(prices.costMicros(ask("openai"))).toBe(2_000_000);
  expect(prices.costMicros(ask("zai", "glm-4.7"))).toBe(600_000);
  expect(prices.costMicros(ask("zai-cn", "glm-4.7"))).toBeNull();

  prices.use(mine("openai:\n  gpt-4.1: { input: 7, output: 0 }\n"));

  expect(prices.costMicros(ask("openai"))).toBe(7_000_000);
});

test("what reading a cache costs is a guess where the table does not say it; your own word says: as input", () => {
  const ask = (model: string, cacheReadTokens: number) => ({
    provider: "mistral",
    model,
    usage: used(1_000_000, 0, { cacheReadTokens }),
    at: now,
  });
  const prices = createPrices({ providers, builtIn: () => [] });

  expect(prices.of("mistral", "codestral-latest", now).card?.rates.cacheRead).toBeNull();
  expect(prices.guessesReads(ask("codestral-latest", 5))).toBe(true);
  expect(prices.guessesReads(ask("codestral-latest", 0))).toBe(false);
  expect(prices.guessesReads({ ...ask("claude-sonnet-4-5", 5), provider: "anthropic" })).toBe(false);
  expect(prices.guessesReads(ask("nobody-knows", 5))).toBe(false);

  prices.use(mine("mistral:\n  codestral-latest: { input: 9, output: 9 }\n"));

  expect(prices.guessesReads(ask("codestral-latest", 5))).toBe(false);
});

test("terms of the vendor count where their price is known", () => {
  const ask = (serviceTier: string) => ({
    provider: "openai",
    model: "gpt-4.1",
    usage: used(1_000_000, 0),
    at: now,
    serviceTier,
  });

  expect(book().costMicros(ask("flex"))).toBe(1_000_000);
  expect(book().costMicros(ask("priority"))).toBeNull();
});

test("searches and sound have their price also where the table has none of them", () => {
  const cost = (model: string, usage: Usage) => book().costMicros({ provider: "openai", model, usage, at: now });
  const sound = used(10, 10, { inputAudioTokens: 10, outputAudioTokens: 10 });

  expect(cost("gpt-5.3-codex", used(0, 0, { webSearches: 2 }))).toBe(20_000);
  expect(cost("gpt-4o-audio-preview-2025-06-03", sound)).toBe(1200);
});

test("nothing is loaded before the first question, and nothing twice", () => {
  const loads: string[] = [];
  const prices = createPrices({
    providers,
    builtIn: () => {
      loads.push("models.yaml");
      return [];
    },
    table: () => {
      loads.push("table");
      return { find: () => null, models: () => [] };
    },
  });
  expect(loads).toEqual([]);

  prices.warm();
  prices.of("openai", "gpt-4o", now);

  expect(loads).toEqual(["models.yaml", "table"]);
});

test("where the table cannot be loaded its prices are unknown, that is told once, and all others are as they were", () => {
  const told: string[] = [];
  const sources = {
    providers,
    builtIn: builtInModels,
    table: (): never => {
      throw new Error("Cannot find module");
    },
  };
  const prices = createPrices({ ...sources, onTrouble: (source) => void told.push(source) });
  prices.warm();

  expect(prices.costMicros({ provider: "openai", model: "gpt-4.1", usage: used(1, 1), at: now })).toBeNull();
  expect(prices.costMicros({ provider: "zai", model: "glm-4.6", usage: used(1_000_000, 0), at: now })).toBe(600_000);
  expect(told).toEqual(["the table"]);
  expect(() => createPrices(sources).warm()).toThrow("Cannot find module");
});

test("as many models as anybody could ask for take no more memory than a few hundred", () => {
  let asked = 0;
  const prices = createPrices({
    providers,
    builtIn: () => [],
    table: () => ({
      models: () => [],
      find: () => {
        asked++;
        return null;
      },
    }),
  });
  for (let i = 0; i < 2000; i++) prices.of("openai", `model-${i}`, now);

  prices.of("openai", "model-0", now);
  prices.of("openai", "model-0", now);

  expect(asked).toBe(2001);
});

test("what the simulator serves costs what it writes on its own bills", () => {
  const prices = book();
  const counts = fc.tuple(...[400_000, 100_000, 100_000, 50_000, 20_000].map((max) => fc.nat(max)));
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(priceList), "no-such-model"), counts, (model, sizes) => {
      const [fresh = 0, cachedTokens = 0, write5m = 0, cacheWritten1hTokens = 0, outputTokens = 0] = sizes;
      const cacheWrittenTokens = write5m + cacheWritten1hTokens;
      const inputTokens = fresh + cachedTokens + cacheWrittenTokens;
      const bill = { inputTokens, outputTokens, cachedTokens, cacheWrittenTokens, cacheWritten1hTokens };
      const usage = used(inputTokens, outputTokens, {
        cacheReadTokens: cachedTokens,
        cacheWriteTokens: cacheWrittenTokens,
        cacheWrite1hTokens: cacheWritten1hTokens,
      });

      const ours = prices.costMicros({ provider: "simulator", model, usage, at: now });

      expect(ours).toBe(costMicrosOf(model, { ...bill, thinkingTokens: 0 }));
    }),
  );
});

test("our sums are the library's own, to the micro-dollar", () => {
  const table = loadTable();
  const prices = book();
  for (const model of ["claude-sonnet-4-5", "claude-opus-4-6", "claude-haiku-4-5"]) {
    const usage = used(300_000, 1234, {
      cacheReadTokens: 100_000,
      cacheWriteTokens: 50_000,
      cacheWrite1hTokens: 20_000,
    });
    const listed = table.find("anthropic", model, now)?.card;
    const rates = listed?.above.at(-1)?.rates ?? listed?.rates;
    const sum =
      150_000 * (rates?.input ?? 0) +
      100_000 * (rates?.cacheRead ?? 0) +
      30_000 * (rates?.cacheWrite ?? 0) +
      20_000 * (rates?.cacheWrite1h ?? 0) +
      1234 * (rates?.output ?? 0);
    expect(prices.costMicros({ provider: "anthropic", model, usage, at: now })).toBe(Math.round(sum));
  }
});
