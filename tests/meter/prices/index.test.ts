import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
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

const data = join(process.env["PROXY_DATA"] ?? "../shared/data", "4-prices");
const withData = existsSync(data) ? test : test.skip;
if (!existsSync(data)) console.warn(`SKIPPED: no prices of others in ${data} (set PROXY_DATA)`);

/** A usage as others have priced it. */
type Row = {
  readonly model?: string;
  readonly body: { readonly model?: string };
  readonly extracted: readonly {
    readonly usage: Readonly<Record<string, number>>;
    readonly extractors: readonly Readonly<Record<string, string>>[];
  }[];
};

/** Their names of vendors and formats that are ours too. */
const ours: Readonly<Record<string, string>> = {
  "anthropic default": "anthropic",
  "openai chat": "openai",
  "openai responses": "openai",
  "openai embeddings": "openai",
  "google default": "google",
  "mistral default": "mistral",
  "zai chat": "zai",
  "zhipuai chat": "zai-cn",
};

/** Before the changes of 2026 that the usages in the collection are older than. */
const whenPriced = Date.parse("2026-05-15");

/** Where we say something else, and why. */
const explained: Readonly<Record<string, string>> = {
  "mistral mistral-large-latest": "the name means Large 3 now; they still have the price of Large 2",
  "mistral mistral-small-latest": "the name means Small 4 now",
  "mistral ministral-8b-latest": "their price of answers was corrected since",
  "google gemini-2.5-flash-image": "pictures cost twelve times what text does, and usage does not tell them apart here",
  "google gemini-2.5-flash": "one prompt with sound out of the cache, which our usage does not tell apart",
  "zai-cn glm-4.7": "the lowest step of three prices in yuan: nobody knows without the length of the answer",
};

describe("prices of others", () => {
  withData("every usage in the collection costs the same to the micro-dollar, or it is explained", () => {
    const prices = book();
    const rows = readFileSync(join(data, "genai-usages.jsonl"), "utf8").trim().split("\n");
    const asked = rows.flatMap((line) => {
      const row = JSON.parse(line) as Row;
      return row.extracted.flatMap(({ usage, extractors }) =>
        extractors.map((theirs) => ({ model: row.model ?? row.body.model, usage, theirs })),
      );
    });
    let same = 0;
    const others: Record<string, number> = {};
    for (const { model, usage, theirs } of asked) {
      const provider = ours[`${theirs["provider_id"]} ${theirs["api_flavor"]}`];
      if (provider === undefined || model === undefined || theirs["input_price"] === undefined) continue;
      const micros = prices.costMicros({ provider, model, usage: usageOf(usage), at: whenPriced });
      const dollars = Number(theirs["input_price"]) + Number(theirs["output_price"]);
      if (micros === Math.round(dollars * 1e6 + 1e-6)) same++;
      else others[`${provider} ${model}`] = (others[`${provider} ${model}`] ?? 0) + 1;
    }

    expect(same).toBeGreaterThan(680);
    expect(Object.keys(others).sort()).toEqual(Object.keys(explained).sort());
    expect(others["google gemini-2.5-flash"]).toBe(1);
  });

  withData("every model of the table of 24 costs what two of three tables say", () => {
    const prices = book();
    const [head = "", ...rows] = readFileSync(join(data, "price-crosscheck.csv"), "utf8").trim().split("\n");
    const names = head.split(",");
    const wrong = rows.flatMap((row) => {
      const at = (name: string): string => row.split(",")[names.indexOf(name)] ?? "";
      const list = at("provider") === "zhipuai" ? "zai-cn" : at("provider");
      const card = prices.of(list, at("model"), now).card;
      const theirs = (name: string) => ["genai", "litellm0823", "modelsdev0702"].map((table) => at(`${table}_${name}`));
      const agrees = (name: string, rate: number | undefined) =>
        theirs(name).some((price) => price !== "" && Number(price) === rate);
      const isRight = agrees("in", card?.rates.input) && agrees("out", card?.rates.output);
      return isRight ? [] : [`${list} ${at("model")}`];
    });

    expect(wrong).toEqual(["zai-cn glm-4.7", "zai-cn glm-5.1"]); // unknown, see models.yaml
  });

  withData("z.ai's models cost what models.dev says, each of them", () => {
    const prices = book();
    const models = [...new Bun.Glob("*.toml").scanSync(join(data, "models.dev/zai"))];
    const wrong = models.filter((file) => {
      const text = readFileSync(join(data, "models.dev/zai", file), "utf8");
      const price = (name: string): number | null => {
        const found = new RegExp(`^${name} = ([0-9.]+)$`, "m").exec(text.slice(text.indexOf("[cost]")))?.[1];
        return found === undefined ? null : Number(found);
      };
      const rates = prices.of("zai", file.slice(0, -".toml".length), now).card?.rates;
      return (
        rates?.input !== price("input") || rates?.output !== price("output") || rates.cacheRead !== price("cache_read")
      );
    });

    expect(models.length).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });
});

const usageOf = (theirs: Readonly<Record<string, number>>): Usage => ({
  ...noUsage,
  inputTokens: theirs["input_tokens"] ?? 0,
  outputTokens: theirs["output_tokens"] ?? 0,
  cacheReadTokens: theirs["cache_read_tokens"] ?? null,
  cacheWriteTokens: theirs["cache_write_tokens"] ?? null,
  cacheWrite1hTokens: theirs["cache_write_1h_tokens"] ?? null,
  inputAudioTokens: theirs["input_audio_tokens"] ?? null,
  outputAudioTokens: theirs["output_audio_tokens"] ?? null,
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
