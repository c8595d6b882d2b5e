import { describe, expect, test } from "bun:test";
import { promptCache as lookingCache } from "../../../../src/simulator/billing/cache/index.ts";
import { asks, frozen, jsonOf, post } from "../../asking.ts";

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
const none = { cachedTokens: 0, cacheWrittenTokens: 0, cacheWritten1hTokens: 0 };

describe("where beginnings are marked", () => {
  test("a marked beginning is written first and read the next time", () => {
    const cache = promptCache();

    expect(cache.bill("anthropic", "m", prompt, 0)).toEqual({ ...none, cacheWrittenTokens: 1100 });
    expect(cache.bill("anthropic", "m", prompt, 1)).toEqual({ ...none, cachedTokens: 1100 });
  });

  test("a mark that moves on with the conversation still finds what stood before it", () => {
    const cache = promptCache();
    const messages = [user("one", mark)];
    cache.bill("anthropic", "m", { ...prompt, messages }, 0);

    const next = [user("one"), { role: "assistant", content: "two" }, user("three four", mark)];
    expect(cache.bill("anthropic", "m", { ...prompt, messages: next }, 1)).toEqual({
      ...none,
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

  test("a mark for an hour is kept for an hour and billed as such; one for five minutes after it is not", () => {
    const cache = promptCache();
    const anHour = { cache_control: { type: "ephemeral", ttl: "1h" } };
    const both = {
      system: [{ type: "text", text: long, ...anHour }],
      messages: [user("one two three", mark)],
    };

    expect(cache.bill("anthropic", "m", both, 0)).toEqual({
      cachedTokens: 0,
      cacheWrittenTokens: 1103,
      cacheWritten1hTokens: 1100,
    });
    expect(cache.bill("anthropic", "m", both, 30 * 60_000)).toEqual({
      ...none,
      cachedTokens: 1100,
      cacheWrittenTokens: 3,
    });
    expect(cache.bill("anthropic", "m", both, 91 * 60_000).cachedTokens).toBe(0);
  });

  test("the vendor looks twenty pieces back from a mark and no further", () => {
    const cache = promptCache();
    const turns = (count: number) => Array.from({ length: count }, (_, at) => user(`turn${at}`));
    cache.bill("anthropic", "m", { messages: [user(long, mark)] }, 0);

    const after = (count: number) => ({ messages: [user(long), ...turns(count - 1), user("last", mark)] });
    expect(cache.bill("anthropic", "m", after(19), 1).cachedTokens).toBe(1100);
    const other = promptCache();
    other.bill("anthropic", "m", { messages: [user(long, mark)] }, 0);
    expect(other.bill("anthropic", "m", after(20), 1).cachedTokens).toBe(0);
  });

  test("a mark on the request itself counts for its last piece", () => {
    const cache = promptCache();
    const ask = { ...mark, messages: [user(long), user("one two")] };

    expect(cache.bill("anthropic", "m", ask, 0).cacheWrittenTokens).toBe(1102);
    expect(cache.bill("anthropic", "m", ask, 1).cachedTokens).toBe(1102);
  });

  test.each([
    ["claude-opus-4-6", 4096],
    ["claude-haiku-4-5", 4096],
    ["claude-sonnet-4-6", 2048],
    ["claude-sonnet-4-5", 1024],
  ])("%s keeps nothing below %i tokens", (model, least) => {
    const write = (words: number) =>
      promptCache().bill("anthropic", model, { messages: [user("a ".repeat(words), mark)] }, 0).cacheWrittenTokens;

    expect([write(least - 1), write(least)]).toEqual([0, least]);
  });

  test("the oldest beginning goes when the cache is full", () => {
    const cache = promptCache(1);
    cache.bill("anthropic", "m", prompt, 0);
    cache.bill("anthropic", "other", prompt, 0);

    expect(cache.bill("anthropic", "m", prompt, 0).cachedTokens).toBe(0);
  });
});

describe("where the vendor keeps by itself", () => {
  const messages = (text: string) => ({ messages: [{ role: "user", content: text }] });
  const words = (count: number) => "word ".repeat(count);

  test.each([
    [1023, 0],
    [1024, 1024],
    [1151, 1024],
    [1152, 1152],
    [3000, 2944],
  ])("of %i tokens that come again %i are read: from 1,024 on, in steps of 128", (tokens, read) => {
    const cache = promptCache();
    cache.bill("openai-chat", "gpt-4o", messages(words(tokens)), 0);

    expect(cache.bill("openai-chat", "gpt-4o", messages(words(tokens)), 1)).toEqual({ ...none, cachedTokens: read });
  });

  test("a text that only begins the same is read up to the last whole step", () => {
    const cache = promptCache();
    cache.bill("openai-chat", "gpt-4o", messages(`${words(1400)} one end`), 0);

    expect(cache.bill("openai-chat", "gpt-4o", messages(`${words(1400)} another`), 1).cachedTokens).toBe(1280);
    expect(cache.bill("openai-chat", "gpt-4o", messages(`x ${words(1400)}`), 1).cachedTokens).toBe(0);
  });

  test("a conversation that goes on is read up to where it went before", () => {
    const cache = promptCache();
    const first = [{ role: "user", content: words(2000) }];
    cache.bill("openai-chat", "gpt-4o", { messages: first }, 0);
    const next = [...first, { role: "assistant", content: "well" }, { role: "user", content: words(50) }];

    expect(cache.bill("openai-chat", "gpt-4o", { messages: next }, 1).cachedTokens).toBe(1920);
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

    expect(chat.usages.map((usage) => usage.prompt_tokens_details.cached_tokens)).toEqual([0, 1024]);
    expect(responses.usages.map((usage) => usage.input_tokens_details.cached_tokens)).toEqual([0, 1024]);
    expect(mistral.usages.map((usage) => usage.prompt_tokens_details?.cached_tokens)).toEqual([undefined, 1024]);
    expect(gemini.usages.map((usage) => usage.cachedContentTokenCount)).toEqual([undefined, 1024]);
    expect(chat.usages[1].prompt_tokens).toBe(1100);
  });
});
