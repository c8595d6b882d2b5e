import { afterEach, expect, test } from "bun:test";
import { type FormatsApart, startFormatsApart } from "../support/formats-apart.ts";

let apart: FormatsApart | null = null;
afterEach(async () => {
  await apart?.stop();
  apart = null;
});

const instructions = "You are a careful engineer who reads every file before changing it. ".repeat(200);
const tools = [{ type: "function", function: { name: "Read", parameters: { type: "object", properties: {} } } }];

/** What the vendor billed for each of three turns of an agent that speaks chat completions, which has no marks. */
const billed = async (env: Readonly<Record<string, string>>) => {
  apart = await startFormatsApart({ env });
  const messages: object[] = [{ role: "system", content: instructions }];
  for (const turn of [1, 2, 3]) {
    messages.push({ role: "user", content: `Question ${turn}: ${"what does this file do? ".repeat(100)}` });
    const answer = await fetch(`${apart.daemon.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer k", "x-proxy-upstream": "as-anthropic" },
      body: JSON.stringify({ model: "claude-sonnet-5", messages, tools }),
    });
    expect(answer.status).toBe(200);
    await answer.text();
    messages.push({ role: "assistant", content: `Answer ${turn}.` });
  }
  return (await apart.sent()).map(({ cachedTokens, cacheWrittenTokens, inputTokens }) => ({
    cached: cachedTokens ?? 0,
    written: cacheWrittenTokens ?? 0,
    input: inputTokens ?? 0,
  }));
};

test("a client whose format has no marks reads its prompt from the vendor's cache from the second turn on", async () => {
  const [first, second, third] = await billed({});

  expect(first).toMatchObject({ cached: 0 });
  expect(first?.written).toBeGreaterThan(1024);
  expect(second?.cached).toBe(first?.written ?? 0);
  expect(third?.cached).toBe((second?.cached ?? 0) + (second?.written ?? 0));
});

test("with translate.auto_cache off nothing is kept, and nothing is paid for keeping it", async () => {
  const turns = await billed({ PROXY_TRANSLATE_AUTO_CACHE: "false" });

  expect(turns.map(({ cached, written }) => cached + written)).toEqual([0, 0, 0]);
});
