import { expect, test } from "bun:test";
import { builtInModels } from "../../src/config/models/load.ts";
import { tooLongIn } from "../../src/core/too-long.ts";
import { createPrices } from "../../src/meter/prices/index.ts";
import { providers } from "../../src/providers/index.ts";
import { windows } from "../../src/simulator/windows.ts";
import { asks, frozen, post } from "./asking.ts";

test("the price book has the windows of the simulator's models", () => {
  const book = createPrices({ providers, builtIn: builtInModels, own: [] });
  const written = [...windows.keys()].map((model) => [model, book.of("simulator", model, 0).windowTokens] as const);

  expect(new Map(written)).toEqual(new Map(windows));
});

const models = {
  anthropic: "claude-haiku-4-5",
  "openai-chat": "gpt-4o",
  mistral: "mistral-small-latest",
  "openai-responses": "gpt-4o-mini",
  gemini: "gemini-2.5-flash",
} as const;

for (const dialect of Object.keys(models) as (keyof typeof models)[])
  test(`a prompt that fills a window is answered, one token more is refused in the words of ${dialect}`, async () => {
    const model = models[dialect];
    const maximum = windows.get(model) ?? 0;
    const more = dialect === "gemini" ? {} : { model };

    expect((await post(frozen(), ...asks[dialect]("word ".repeat(maximum), more))).status).toBe(200);
    const refused = await post(frozen(), ...asks[dialect]("word ".repeat(maximum + 1), more));

    expect(refused.status).toBe(400);
    expect(tooLongIn(await refused.text())).toEqual({ tokens: maximum + 1, maximum });
  });
