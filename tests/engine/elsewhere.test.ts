import { expect, test } from "bun:test";
import { askedIn, elsewhereAt, keyMissing } from "../../src/engine/elsewhere.ts";
import { providers } from "../../src/providers/index.ts";
import type { Table } from "../../src/routing/table.ts";
import { choicesInMemory } from "../../src/state/choices.ts";
import { createUpstreams } from "../../src/state/upstreams.ts";
import { upstreamOf } from "../support/exchange.ts";
import { summary } from "../support/summary.ts";

const all = ["anthropic", "openai", "mistral"].map((name) => upstreamOf(name));
const table: Table = {
  upstreams: createUpstreams(all, "auto", choicesInMemory()),
  providers,
  ...{ routes: [], fallbacks: [], maps: new Map(), vendors: new Map(), scalesTokens: false },
  standIn: (asked) => (asked.startsWith("claude") ? { model: "mistral-x", why: "its size" } : null),
};
const chat = summary();
const upstreams = ["anthropic", "openai", "simulator"].map((name) => upstreamOf(name));

test("what an upstream speaks goes there as it came, by its own names", () => {
  const there = elsewhereAt(upstreamOf("anthropic"), askedIn([chat]), { ...table, standIn: () => null });

  expect(there).toEqual({ formats: [{ from: "anthropic", to: "anthropic" }], models: [], losses: [] });
});

test("what it does not speak is translated: each format and each model is told once", () => {
  const lately = askedIn([
    chat,
    chat,
    summary({ model: "gpt-4o" }),
    summary({ dialect: null }),
    summary({ model: null }),
  ]);

  const { formats, models, losses } = elsewhereAt(upstreamOf("mistral"), lately, table);

  expect(formats).toEqual([{ from: "anthropic", to: "openai-chat" }]);
  expect(models).toEqual([{ from: "claude-x", to: "mistral-x" }]);
  expect(losses).toEqual([...new Set(losses)]);
});

test("a key of another vendor does not travel: what to set is said before anybody switches", () => {
  const missing = keyMissing(upstreamOf("openai"), [chat], { providers, upstreams });

  expect(missing).toBe(
    "clients' keys of Anthropic are not sent to openai, and it has none of ours: proxy-cli keys set openai --from-env OPENAI_API_KEY",
  );
});

test("nothing is missing where a key is held, any key is taken, or clients have been there before", () => {
  const known = { providers, upstreams };

  expect(keyMissing(upstreamOf("openai", { key: "sk-ours" }), [chat], known)).toBeNull();
  expect(keyMissing(upstreamOf("openai", { forwardClientKey: true }), [chat], known)).toBeNull();
  expect(keyMissing(upstreamOf("simulator"), [chat], known)).toBeNull();
  expect(keyMissing(upstreamOf("openai"), [summary({ upstream: "openai" })], known)).toBeNull();
  expect(keyMissing(upstreamOf("openai"), [], known)).toBeNull();
});
