import { expect, test } from "bun:test";
import { builtInModels } from "../../../src/config/models/load.ts";
import { createPrices } from "../../../src/meter/prices/index.ts";
import { providers } from "../../../src/providers/index.ts";
import { windowTokens } from "../../../src/state/sessions/window.ts";
import { upstreamOf } from "../../support/exchange.ts";

const now = Date.parse("2026-11-21");
const asked = { upstreams: [upstreamOf("mistral")], prices: createPrices({ providers, builtIn: builtInModels }), now };

test("how much fits into a model is known by the price list of its upstream, and nothing is guessed", () => {
  expect(windowTokens("mistral", "mistral-large-latest", asked)).toBe(262_144);
  expect(windowTokens("mistral", "a-model-of-nobody", asked)).toBeNull();
  expect(windowTokens("gone", "mistral-large-latest", asked)).toBeNull();
});
