import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { sdkClients } from "../support/clients/index.ts";
import { newHome } from "../support/daemon.ts";
import { collected } from "../support/sdk.ts";
import { startVendorsApart, type Vendors, vendorsApart } from "../support/vendors-apart.ts";
import { until } from "../support/wait.ts";

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendorsApart({ home: newHome(), flags: { "cache.enabled": "true", "cache.streams": "true" } });
});
afterAll(() => vendors.stop());

/** What the cache did for the latest so many requests, the oldest first, when all have ended. */
const didFor = async (count: number) => {
  await until("all have ended", async () => (await vendors.daemon.control.status({})).inFlight === 0);
  const latest = await vendors.daemon.control.recent({ limit: count });
  return latest.map(({ answerCache }) => answerCache).toReversed();
};

/** Asked twice, one after the other has ended; with the number of times that the vendor was asked. */
const twice = async <Answer>(ask: () => Promise<Answer>) => {
  await vendors.sent();
  const first = await ask();
  await didFor(1);
  const second = await ask();
  return { first, second, did: await didFor(2), sent: (await vendors.sent()).length };
};

describe("G5: an answer is given again, and a vendor's own SDK takes it for the vendor's", () => {
  const cases = sdkClients.flatMap((client) => [true, false].map((stream) => ({ name: client.name, stream, client })));
  test.each(cases)("$name, streamed: $stream", async ({ client, stream }) => {
    const { upstream, model } = vendorsApart[client.home];
    const job = { text: `say hello to ${client.name}`, stream };

    const asked = await twice(() => client.work({ url: vendors.daemon.url, upstream, model }, job));

    expect(asked.first[0]?.text).not.toBe("");
    expect(asked.second).toEqual(asked.first);
    expect([asked.did, asked.sent]).toEqual([["miss", "hit"], 1]);
  });
});

const openaiAs = (apiKey: string, headers: Readonly<Record<string, string>> = {}) =>
  new OpenAI({
    ...{ apiKey, baseURL: `${vendors.daemon.url}/v1`, maxRetries: 0 },
    defaultHeaders: { "x-proxy-upstream": vendorsApart.chat.upstream, ...headers },
  });

const chatOf = (content: string) => ({
  model: vendorsApart.chat.model,
  messages: [{ role: "user" as const, content }],
});

const headed = async (
  content: string,
  apiKey = "sk-simulated-key-0000",
  headers?: Readonly<Record<string, string>>,
) => {
  const { data, response } = await openaiAs(apiKey, headers).chat.completions.create(chatOf(content)).withResponse();
  await didFor(1);
  return { id: data.id, cache: response.headers.get("x-proxy-cache") };
};

test("G5: an answer says whether it was given before, and who wants a new one gets it", async () => {
  const miss = await headed("say one");
  const hit = await headed("say one");
  const past = await headed("say one", undefined, { "x-proxy-cache": "bypass" });
  const anew = await headed("say one", undefined, { "x-proxy-cache": "refresh" });
  const again = await headed("say one");

  expect([miss.cache, past.cache, anew.cache]).toEqual(["miss", 'bypass; why="the client wants none"', "miss"]);
  expect([hit.cache, again.cache]).toEqual([expect.stringMatching(/^hit; age=\d+$/), expect.stringMatching(/^hit; /)]);
  expect(hit.id).toBe(miss.id);
  expect([past.id, anew.id]).not.toContain(miss.id);
  expect(again.id).toBe(anew.id);
});

test("G5, K-07: what one key has asked for is not given to another one", async () => {
  const one = await headed("say two", "sk-simulated-key-0001");
  const other = await headed("say two", "sk-simulated-key-0002");

  expect([one.cache, other.cache]).toEqual(["miss", "miss"]);
  expect(other.id).not.toBe(one.id);
  expect(await headed("say two", "sk-simulated-key-0001")).toMatchObject({ id: one.id });
});

test("G5: an error is never given again: its SDK throws each time because the vendor said so, then it is answered", async () => {
  const failing = { "x-sim-fault": "500" };
  const asked = await twice(() =>
    headed("say three", undefined, failing).catch((thrown: { readonly status?: number }) => thrown.status),
  );

  expect([asked.first, asked.second, asked.sent]).toEqual([500, 500, 2]);
  expect(await headed("say three")).toMatchObject({ cache: "miss" });
});

describe("G5: a stream that is given again has every event of the first one, in its order", () => {
  const text = "say 50 words";
  const content = [{ role: "user" as const, content: text }];

  test("chat completions", async () => {
    const asked = await twice(async () =>
      collected(await openaiAs("sk-simulated-key-0000").chat.completions.create({ ...chatOf(text), stream: true })),
    );
    expect(asked.first.length).toBeGreaterThan(10);
    expect(asked.second).toEqual(asked.first);
    expect(asked.did).toEqual(["miss", "hit"]);
  });

  test("messages", async () => {
    const { upstream, model } = vendorsApart.anthropic;
    const defaultHeaders = { "x-proxy-upstream": upstream };
    const { messages } = new Anthropic({ apiKey: "sk-ant-simulated", baseURL: vendors.daemon.url, defaultHeaders });
    const asked = await twice(async () =>
      collected(await messages.create({ model, max_tokens: 999, messages: content, stream: true })),
    );
    expect(asked.first.length).toBeGreaterThan(10);
    expect(asked.second).toEqual(asked.first);
    expect(asked.did).toEqual(["miss", "hit"]);
  });

  test("generateContent", async () => {
    const { upstream, model } = vendorsApart.gemini;
    const httpOptions = { baseUrl: vendors.daemon.url, headers: { "x-proxy-upstream": upstream } };
    const { models } = new GoogleGenAI({ apiKey: "simulated", httpOptions });
    const asked = await twice(async () => {
      const chunks = await collected(await models.generateContentStream({ model, contents: text }));
      return chunks.map(({ candidates, usageMetadata, responseId }) => ({ candidates, usageMetadata, responseId }));
    });
    expect(asked.first.length).toBeGreaterThan(1);
    expect(asked.second).toEqual(asked.first);
    expect(asked.did).toEqual(["miss", "hit"]);
  });
});
