import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { builtInModels } from "../../../src/config/models/load.ts";
import type { DialectName } from "../../../src/core/dialect-name.ts";
import { noUsage, type Usage } from "../../../src/core/usage.ts";
import { dialects } from "../../../src/dialects/index.ts";
import { createPrices } from "../../../src/meter/prices/index.ts";
import { providers } from "../../../src/providers/index.ts";

const now = Date.parse("2026-11-21");
const book = () => createPrices({ providers, builtIn: builtInModels });

const data = join(process.env["PROXY_DATA"] ?? "../shared/data", "4-prices");
const withData = existsSync(data) ? test : test.skip;
if (!existsSync(data)) console.warn(`SKIPPED: no prices of others in ${data} (set PROXY_DATA)`);

/** A usage as others have priced it. */
type Row = {
  readonly model?: string;
  readonly body: { readonly model?: string; readonly usage?: unknown; readonly usageMetadata?: unknown };
  readonly extracted: readonly {
    readonly usage: Readonly<Record<string, number>>;
    readonly extractors: readonly Readonly<Record<string, string>>[];
  }[];
};

/** Their names of vendors and formats that are ours too, each with whose list it is and who reads such a usage. */
const ours: Readonly<Record<string, readonly [string, DialectName]>> = {
  "anthropic default": ["anthropic", "anthropic"],
  "openai chat": ["openai", "openai-chat"],
  "openai responses": ["openai", "openai-responses"],
  "google default": ["google", "gemini"],
  "mistral default": ["mistral", "openai-chat"],
  "zai chat": ["zai", "openai-chat"],
  "zhipuai chat": ["zai-cn", "openai-chat"],
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
  "openai gpt-4o-audio-preview-2024-12-17":
    "their table has no price of sound, which costs sixteen times what text does",
  "zai-cn glm-4.7": "the lowest step of three prices in yuan: nobody knows without the length of the answer",
};

/** The same where our readers read more than theirs. */
const withFees: Readonly<Record<string, string>> = {
  "anthropic claude-sonnet-4-20250514": "searches of the web are in our sum and not in theirs",
  "anthropic claude-sonnet-4-5-20250929": "searches of the web",
  "anthropic claude-sonnet-4-6": "searches of the web",
  "mistral mistral-medium-latest": "what Mistral reports as num_cached_tokens costs what its cache does",
};

/** What one usage of the collection says: as its vendor wrote it, and as they have read it. */
type Asked = {
  readonly said: unknown;
  readonly usage: Readonly<Record<string, number>>;
  readonly dialect: DialectName;
};

/** How many usages cost the same here as there, and those that do not, by vendor and model. */
const compared = (read: (asked: Asked) => Usage) => {
  const prices = book();
  const others: Record<string, number> = {};
  let same = 0;
  for (const line of readFileSync(join(data, "genai-usages.jsonl"), "utf8").trim().split("\n")) {
    const { body, extracted, ...row } = JSON.parse(line) as Row;
    const said = body.usage ?? body.usageMetadata;
    const model = row.model ?? body.model;
    for (const { usage, extractors } of extracted)
      for (const theirs of extractors) {
        const [provider, dialect] = ours[`${theirs["provider_id"]} ${theirs["api_flavor"]}`] ?? [];
        if (provider === undefined || dialect === undefined) continue;
        if (model === undefined || theirs["input_price"] === undefined) continue;
        const micros = prices.costMicros({ provider, model, usage: read({ said, usage, dialect }), at: whenPriced });
        const dollars = Number(theirs["input_price"]) + Number(theirs["output_price"]);
        if (micros === Math.round(dollars * 1e6 + 1e-6)) same++;
        else others[`${provider} ${model}`] = (others[`${provider} ${model}`] ?? 0) + 1;
      }
  }
  return { same, others };
};

describe("prices of others", () => {
  withData("every usage in the collection costs the same to the micro-dollar, or it is explained", () => {
    const { same, others } = compared(({ usage }) => usageOf(usage));

    expect(same).toBeGreaterThan(580);
    expect(Object.keys(others).sort()).toEqual(Object.keys(explained).sort());
    expect(others["google gemini-2.5-flash"]).toBe(1);
  });

  withData("read by our own readers from the vendors' words it costs the same, or it is explained", () => {
    const { same, others } = compared(({ said, dialect }) => {
      const reader = dialects.find(({ name }) => name === dialect);
      return reader?.readUsage(said).usage ?? noUsage;
    });

    expect(same).toBeGreaterThan(550);
    expect(Object.keys(others).sort()).toEqual([...Object.keys(explained), ...Object.keys(withFees)].sort());
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
