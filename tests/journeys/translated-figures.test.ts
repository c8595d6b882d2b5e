import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type JsonObject, objectIn } from "../../src/lib/json.ts";
import { costMicrosOf } from "../../src/simulator/billing/price-list.ts";
import type { LogEntry } from "../../src/simulator/log.ts";
import { newHome } from "../support/daemon.ts";
import { type FormatsApart, startFormatsApart, vendorFormats } from "../support/formats-apart.ts";
import { type Sums, sumOf } from "../support/sums.ts";
import { until } from "../support/wait.ts";

/** At each vendor every model that a client asks for becomes one of that vendor's own, which has a price. */
const become = {
  anthropic: "claude-sonnet-4-6",
  "openai-chat": "gpt-5.4",
  "openai-responses": "gpt-5-codex",
  gemini: "gemini-2.5-pro",
} as const;

let apart: FormatsApart;
beforeAll(async () => {
  const home = newHome();
  const models = vendorFormats.map((format) => `  as-${format}: {"*": ${become[format]}}\n`);
  writeFileSync(join(home, "config.yaml"), `models:\n${models.join("")}`, { mode: 0o600 });
  apart = await startFormatsApart({ home, env: { PROXY_TIMESCALE: "1" } });
});
afterAll(() => apart.stop());

const rules = "Be brief, and say what you know. ".repeat(400);
const question = "say 30 words";

type Client = {
  readonly keyHeader: string;
  readonly key: string;
  readonly path: (stream: boolean) => string;
  readonly body: (stream: boolean) => JsonObject;
  /** Asks for thoughts. */
  readonly thinking: JsonObject;
  /** What the answer says of input, cached input, written input and output; absent = it does not say. */
  readonly told: (answer: readonly JsonObject[]) => JsonObject;
};

/** Anything but undefined that an event says of this last. */
const last = (events: readonly JsonObject[], read: (event: JsonObject) => unknown): JsonObject => {
  const found = events.map(read).filter(isObject);
  return Object.assign({}, ...found) as JsonObject;
};

const clients: Readonly<Record<string, Client>> = {
  anthropic: {
    keyHeader: "x-api-key",
    key: "sk-ant-simulated-key-0000",
    path: () => "/v1/messages",
    body: (stream) => ({
      ...{ model: "claude-x", max_tokens: 2000, stream },
      system: [{ type: "text", text: rules, cache_control: { type: "ephemeral" } }],
      messages: [{ role: "user", content: question }],
    }),
    thinking: { thinking: { type: "enabled", budget_tokens: 1024 } },
    told: (events) => {
      const usage = last(events, (event) => event["usage"] ?? objectIn(event["message"])["usage"]);
      const read = Number(usage["cache_read_input_tokens"] ?? 0);
      const written = Number(usage["cache_creation_input_tokens"] ?? 0);
      return { input: Number(usage["input_tokens"]) + read + written, read, output: usage["output_tokens"] };
    },
  },
  "openai-chat": {
    keyHeader: "authorization",
    key: "Bearer sk-simulated-key-0000",
    path: () => "/v1/chat/completions",
    body: (stream) => ({
      ...{ model: "gpt-x", max_completion_tokens: 2000, stream },
      ...(stream ? { stream_options: { include_usage: true } } : {}),
      messages: [
        { role: "system", content: rules },
        { role: "user", content: question },
      ],
    }),
    thinking: { reasoning_effort: "high" },
    told: (events) => {
      const usage = last(events, (event) => event["usage"]);
      return {
        input: usage["prompt_tokens"],
        read: objectIn(usage["prompt_tokens_details"])["cached_tokens"] ?? 0,
        output: usage["completion_tokens"],
      };
    },
  },
  "openai-responses": {
    keyHeader: "authorization",
    key: "Bearer sk-simulated-key-0000",
    path: () => "/v1/responses",
    body: (stream) => ({ model: "gpt-x", max_output_tokens: 2000, stream, instructions: rules, input: question }),
    thinking: { reasoning: { effort: "high" } },
    told: (events) => {
      const usage = last(events, (event) => event["usage"] ?? objectIn(event["response"])["usage"]);
      return {
        input: usage["input_tokens"],
        read: objectIn(usage["input_tokens_details"])["cached_tokens"] ?? 0,
        output: usage["output_tokens"],
      };
    },
  },
  gemini: {
    keyHeader: "x-goog-api-key",
    key: "AIzaSimulatedKey0000",
    path: (stream) => `/v1beta/models/gemini-x:${stream ? "streamGenerateContent?alt=sse" : "generateContent"}`,
    body: () => ({
      systemInstruction: { parts: [{ text: rules }] },
      contents: [{ role: "user", parts: [{ text: question }] }],
      generationConfig: { maxOutputTokens: 2000 },
    }),
    thinking: { generationConfig: { maxOutputTokens: 2000, thinkingConfig: { thinkingBudget: 1024 } } },
    told: (events) => {
      const usage = last(events, (event) => event["usageMetadata"]);
      return {
        input: usage["promptTokenCount"],
        read: usage["cachedContentTokenCount"] ?? 0,
        output: Number(usage["candidatesTokenCount"]) + Number(usage["thoughtsTokenCount"] ?? 0),
      };
    },
  },
};

/** The JSON of an answer, whole or streamed. */
const eventsIn = (text: string): readonly JsonObject[] =>
  text.trimStart().startsWith("{")
    ? [JSON.parse(text) as JsonObject]
    : [...text.matchAll(/^data: (\{.*\})\r?$/gm)].map(([, json]) => JSON.parse(json ?? "") as JsonObject);

/** Asks, and gives what the client was told, what the daemon knows, and what the vendor has in its log. */
const asked = async (name: string, format: string, stream: boolean, isThinking = false) => {
  const client = clients[name];
  if (client === undefined) throw new Error("no such client");
  const { daemon } = apart;
  await apart.sent();
  const body = JSON.stringify({ ...client.body(stream), ...(isThinking ? client.thinking : {}) });
  const headers = { [client.keyHeader]: client.key, "x-proxy-upstream": `as-${format}` };
  const answer = await fetch(daemon.url + client.path(stream), { method: "POST", headers, body });
  const text = await answer.text();
  await until("it has ended", async () => (await daemon.control.status({})).inFlight === 0);
  const detail = await daemon.control.request({ id: answer.headers.get("x-proxy-request-id") ?? "" });
  const [vendor] = await apart.sent();
  if (detail?.summary == null || vendor === undefined) throw new Error(`nobody knows it: ${text}`);
  return { detail, row: detail.summary, vendor, body, text, told: client.told(eventsIn(text)) };
};

/** The vendor's own words for what it put on its bill, as a row has them. */
const billed = ({ inputTokens, cachedTokens, cacheWrittenTokens, outputTokens, thinkingTokens }: LogEntry) => ({
  ...{ inputTokens, cacheReadTokens: cachedTokens, cacheWriteTokens: cacheWrittenTokens },
  ...{ outputTokens, reasoningTokens: thinkingTokens },
});

describe("X-13 a translated request has the same figures everywhere", () => {
  for (const name of Object.keys(clients))
    for (const format of vendorFormats)
      for (const stream of [false, true])
        test(`${name} at a vendor of ${format}, ${stream ? "streamed" : "whole"}`, async () => {
          await asked(name, format, stream); // the vendor has its prefix in the cache then

          const { row, detail, vendor, body, text, told } = await asked(name, format, stream);

          const bill = billed(vendor);
          expect(told).toEqual({ input: bill.inputTokens, read: bill.cacheReadTokens, output: bill.outputTokens });
          expect(row).toMatchObject({ inputTokens: bill.inputTokens, outputTokens: bill.outputTokens });
          expect(row.cacheReadTokens).toBe(bill.cacheReadTokens);
          expect(row.costMicros).toBe(priceOf(become[format], vendor));
          expect([row.costKind, row.modelSent, row.modelUsed]).toEqual(["reported", become[format], become[format]]);
          expect([row.bytesIn, row.bytesOut]).toEqual([Buffer.byteLength(body), Buffer.byteLength(text)]);
          expect(row.ttftMs).toBeLessThanOrEqual(row.durationMs);
          expect(detail.costLines.reduce((sum, { micros }) => sum + (micros ?? 0), 0)).toBe(row.costMicros ?? -1);
          expect(row.cacheBreak).toBeNull();
        });
});

describe("X-13 thoughts count as the vendor counts them, and what it does not tell is not known", () => {
  for (const name of Object.keys(clients))
    for (const format of vendorFormats)
      for (const stream of [false, true])
        test(`${name} at a vendor of ${format}, ${stream ? "streamed" : "whole"}`, async () => {
          const { row, vendor, told } = await asked(name, format, stream, true);

          const bill = billed(vendor);
          expect(told).toEqual({ input: bill.inputTokens, read: bill.cacheReadTokens, output: bill.outputTokens });
          expect(row.reasoningTokens).toBe(format === "anthropic" ? null : bill.reasoningTokens);
          expect([row.outputTokens, row.costMicros]).toEqual([bill.outputTokens, priceOf(become[format], vendor)]);
        });
});

const priceOf = (model: string, entry: LogEntry): number | null =>
  costMicrosOf(model, {
    inputTokens: entry.inputTokens ?? 0,
    cachedTokens: entry.cachedTokens ?? 0,
    cacheWrittenTokens: entry.cacheWrittenTokens ?? 0,
    cacheWritten1hTokens: entry.cacheWritten1hTokens ?? 0,
    outputTokens: entry.outputTokens ?? 0,
    thinkingTokens: entry.thinkingTokens ?? 0,
  });

test("X-13 the sums of translated requests are the same in the ledger, the statistics, the sessions and /metrics", async () => {
  const { daemon } = apart;
  const sums = sumOf(await daemon.rows());
  const { total, groups } = await daemon.control.stats({ since: 0, by: "model" });
  const metrics = (await (await fetch(`${daemon.url}/metrics`)).json()) as { tokens: object; cost: object };

  expect(total).toMatchObject(sums);
  expect(groups.map(({ name }) => name).sort()).toEqual(Object.values(become).sort());
  expect(sumOf(groups as readonly Sums[])).toMatchObject({ ...sums, requests: groups.length });
  expect(groups.reduce((sum, { requests }) => sum + requests, 0)).toBe(sums.requests);
  expect(metrics.tokens).toMatchObject({
    ...{ input: sums.inputTokens, cache_read: sums.cacheReadTokens, cache_write: sums.cacheWriteTokens },
    output: sums.outputTokens,
  });
  expect(metrics.cost).toMatchObject({ micros: sums.costMicros });
  expect(total.cacheBreaks).toBe(0);
});

describe("Z1: what is counted beforehand is the model that would answer", () => {
  const counting = async (upstream: string, asked = "claude-x") => {
    await apart.sent();
    const headers = { "x-api-key": "sk-ant-simulated-key-0000", "x-proxy-upstream": upstream };
    const body = JSON.stringify({ model: asked, messages: [{ role: "user", content: rules }] });
    const answer = await fetch(`${apart.daemon.url}/v1/messages/count_tokens`, { method: "POST", headers, body });
    const { input_tokens: tokens } = (await answer.json()) as { input_tokens: number };
    const row = (await apart.daemon.rows()).find(({ id }) => id === answer.headers.get("x-proxy-request-id"));
    return { tokens, row, sent: await apart.sent() };
  };

  test("a vendor that counts is asked for it by that name", async () => {
    const { tokens, row, sent } = await counting("as-anthropic");

    expect(sent.map(({ model, status }) => [model, status])).toEqual([[become.anthropic, 200]]);
    expect(tokens).toBeGreaterThan(1000);
    expect(row).toMatchObject({ model: "claude-x", modelSent: become.anthropic, costMicros: 0 });
  });

  test("where the vendor is of another format our estimate is of that model", async () => {
    const { tokens, row, sent } = await counting("as-gemini");

    expect(sent).toEqual([]);
    expect(tokens).toBe((await counting("as-gemini", become.gemini)).tokens);
    expect(tokens).not.toBe((await counting("as-openai-responses")).tokens);
    expect(row).toMatchObject({ model: "claude-x", modelSent: become.gemini, costMicros: 0 });
  });
});

test("a translated conversation that goes on as it was breaks no cache, at any vendor", async () => {
  const said: JsonObject[] = [{ role: "user", content: question }];
  const { daemon } = apart;
  for (const format of vendorFormats) {
    for (const turn of [1, 2, 3]) {
      const headers = { "x-api-key": "sk-ant-simulated-key-0000", "x-proxy-upstream": `as-${format}` };
      const system = [{ type: "text", text: `${format} ${rules}`, cache_control: { type: "ephemeral" } }];
      const body = JSON.stringify({ model: "claude-x", max_tokens: 2000, system, messages: said });
      const answer = await fetch(`${daemon.url}/v1/messages`, { method: "POST", headers, body });
      const { content } = (await answer.json()) as { content: string };
      said.push({ role: "assistant", content }, { role: "user", content: `turn ${turn}` });
    }
    said.length = 1;
  }

  const rows = (await daemon.rows()).slice(-12);

  expect(rows.map(({ turn }) => turn)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]);
  expect(rows.map(({ cacheBreak }) => cacheBreak)).toEqual(Array(12).fill(null));
  for (const { turn, cacheReadTokens } of rows) if (turn !== 1) expect(cacheReadTokens).toBeGreaterThan(2000);
});
