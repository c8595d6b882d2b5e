import { describe, expect, test } from "bun:test";
import { promptCache as lookingCache } from "../../src/simulator/prompt-cache.ts";
import { asks, frozen, jsonOf, post } from "./asking.ts";

/** A cache as it is asked by exchanges that go well. */
const promptCache = (cap?: number) => {
  const cache = lookingCache(cap);
  const bill = (...asked: Parameters<typeof cache.look>) => {
    const { bill, keep } = cache.look(...asked);
    keep();
    return bill;
  };
  return { bill };
};

const long = "word ".repeat(1100);
const mark = { cache_control: { type: "ephemeral" } };
const user = (text: string, more: object = {}) => ({ role: "user", content: [{ type: "text", text, ...more }] });
const prompt = { system: [{ type: "text", text: long, ...mark }], messages: [user("one")] };
const none = { cachedTokens: 0, cacheWrittenTokens: 0 };

describe("where beginnings are marked", () => {
  test("a marked beginning is written first and read the next time", () => {
    const cache = promptCache();

    expect(cache.bill("anthropic", "m", prompt, 0)).toEqual({ cachedTokens: 0, cacheWrittenTokens: 1100 });
    expect(cache.bill("anthropic", "m", prompt, 1)).toEqual({ cachedTokens: 1100, cacheWrittenTokens: 0 });
  });

  test("a mark that moves on with the conversation still finds what stood before it", () => {
    const cache = promptCache();
    const messages = [user("one", mark)];
    cache.bill("anthropic", "m", { ...prompt, messages }, 0);

    const next = [user("one"), { role: "assistant", content: "two" }, user("three four", mark)];
    expect(cache.bill("anthropic", "m", { ...prompt, messages: next }, 1)).toEqual({
      cachedTokens: 1101,
      cacheWrittenTokens: 3,
    });
  });

  test("any change before the mark is a miss, as is another model", () => {
    const cache = promptCache();
    cache.bill("anthropic", "m", prompt, 0);

    expect(cache.bill("anthropic", "m", { ...prompt, tools: [{ name: "x" }] }, 1).cachedTokens).toBe(0);
    expect(cache.bill("anthropic", "other", prompt, 1).cachedTokens).toBe(0);
  });

  test("without a mark, or too short, nothing is cached", () => {
    const cache = promptCache();
    const short = { messages: [user("one", mark)] };
    const unmarked = { system: long, messages: [user("one")] };

    for (const json of [short, unmarked, short, unmarked]) expect(cache.bill("anthropic", "m", json, 0)).toEqual(none);
  });

  test("it is forgotten five minutes after its last use", () => {
    const cache = promptCache();
    cache.bill("anthropic", "m", prompt, 0);

    expect(cache.bill("anthropic", "m", prompt, 299_000).cachedTokens).toBe(1100);
    expect(cache.bill("anthropic", "m", prompt, 598_000).cachedTokens).toBe(1100);
    expect(cache.bill("anthropic", "m", prompt, 898_000).cachedTokens).toBe(0);
  });

  test("the oldest beginning goes when the cache is full", () => {
    const cache = promptCache(1);
    cache.bill("anthropic", "m", prompt, 0);
    cache.bill("anthropic", "other", prompt, 0);

    expect(cache.bill("anthropic", "m", prompt, 0).cachedTokens).toBe(0);
  });
});

describe("on the wire", () => {
  const twice = async (path: string, body: object) => {
    const simulator = frozen();
    const answers = [];
    for (const _ of [1, 2]) answers.push(await jsonOf(await post(simulator, path, body)));
    return { usages: answers.map((answer) => answer.usage ?? answer.usageMetadata), entries: simulator.log.entries() };
  };

  test("Anthropic bills fresh, written and read input apart, and together they are the input", async () => {
    const { usages, entries } = await twice(asks.anthropic("")[0], { model: "m", max_tokens: 9, ...prompt });

    expect(usages[0]).toMatchObject({ input_tokens: 1, cache_creation_input_tokens: 1100, cache_read_input_tokens: 0 });
    expect(usages[1]).toMatchObject({ input_tokens: 1, cache_creation_input_tokens: 0, cache_read_input_tokens: 1100 });
    expect(entries[1]).toMatchObject({ inputTokens: 1101, cachedTokens: 1100, cacheWrittenTokens: 0 });
  });

  test("a request that is refused leaves nothing in the cache", async () => {
    const simulator = frozen();
    const ask = asks["openai-chat"](`${long} sim-fault(529;times=1)`);
    await post(simulator, ...ask);

    expect((await jsonOf(await post(simulator, ...ask))).usage.prompt_tokens_details.cached_tokens).toBe(0);
  });

  test("OpenAI, Mistral and Google cache by themselves and bill it inside the input", async () => {
    const chat = await twice(...asks["openai-chat"](long));
    const responses = await twice(...asks["openai-responses"](long));
    const mistral = await twice(...asks.mistral(long));
    const gemini = await twice(...asks.gemini(long));

    expect(chat.usages.map((usage) => usage.prompt_tokens_details.cached_tokens)).toEqual([0, 1100]);
    expect(responses.usages.map((usage) => usage.input_tokens_details.cached_tokens)).toEqual([0, 1100]);
    expect(mistral.usages.map((usage) => usage.prompt_tokens_details?.cached_tokens)).toEqual([undefined, 1100]);
    expect(gemini.usages.map((usage) => usage.cachedContentTokenCount)).toEqual([undefined, 1100]);
    expect(chat.usages[1].prompt_tokens).toBe(1100);
  });
});
