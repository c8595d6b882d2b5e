import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import { Mistral } from "@mistralai/mistralai";
import OpenAI from "openai";
import type { RequestSummary } from "../../src/core/notice.ts";
import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { serversAt } from "../support/fault-bench.ts";
import { collected } from "../support/sdk.ts";
import { openSocketTo } from "../support/socket-client.ts";
import { until } from "../support/wait.ts";

/** A vendor behind a daemon; the vendor's own log is what the ledger is held against. */
type Stage = { readonly vendor: ListeningSimulator; readonly daemon: TestDaemon };
const startStage = async (flags: Readonly<Record<string, string>>): Promise<Stage> => {
  const vendor = listenSimulator();
  return { vendor, daemon: await startDaemon({ servers: serversAt(vendor.url), flags }) };
};
let plain: Stage;
let asking: Stage;
beforeAll(async () => {
  [plain, asking] = await Promise.all([startStage({}), startStage({ "meter.inject_usage": "true" })]);
});
afterAll(async () => {
  for (const { daemon, vendor } of [plain, asking]) {
    await daemon.stop();
    await vendor.stop();
  }
});

const question = "say 30 words, né 你好 🚀";
const user = [{ role: "user", content: question }] as const;

const claude = (url: string) =>
  new Anthropic({ apiKey: "sk-ant-simulated-key-0000", baseURL: url, maxRetries: 0 }).messages;
const openai = (url: string) => new OpenAI({ apiKey: "sk-simulated-key-0000", baseURL: `${url}/v1`, maxRetries: 0 });
const google = (baseUrl: string) =>
  new GoogleGenAI({ apiKey: "AIzaSimulatedKey0000", httpOptions: { baseUrl, retryOptions: { attempts: 1 } } }).models;
const mistral = (serverURL: string) =>
  new Mistral({ apiKey: "simulated-key-0000", serverURL, retryConfig: { strategy: "none" } });

const claudeAsk = { model: "claude-sonnet-4-6", max_tokens: 4000, messages: [...user] };
const chatAsk = { model: "gpt-4o", messages: [...user] };
const geminiAsk = { model: "gemini-2.5-flash", contents: question };
const mistralAsk = { model: "mistral-small-latest", messages: [...user] };

type Call = (url: string) => Promise<unknown>;

/** Every way in which a vendor tells its usage. */
const told: readonly (readonly [string, Call])[] = [
  ["Anthropic", (url) => claude(url).create(claudeAsk)],
  ["Anthropic, streamed", (url) => claude(url).stream(claudeAsk).finalMessage()],
  [
    "Anthropic, thinking and a written cache",
    (url) =>
      claude(url).create({
        ...claudeAsk,
        thinking: { type: "enabled", budget_tokens: 1024 },
        system: [{ type: "text", text: "Be brief. ".repeat(2000), cache_control: { type: "ephemeral" } }],
      }),
  ],
  ["OpenAI chat", (url) => openai(url).chat.completions.create(chatAsk)],
  [
    "OpenAI chat, streamed with its usage",
    async (url) =>
      collected(
        await openai(url).chat.completions.create({
          ...chatAsk,
          stream: true,
          stream_options: { include_usage: true },
        }),
      ),
  ],
  ["OpenAI Responses", (url) => openai(url).responses.create({ model: "gpt-5", input: question })],
  [
    "OpenAI Responses, streamed",
    async (url) => collected(await openai(url).responses.create({ model: "gpt-5", input: question, stream: true })),
  ],
  ["Gemini", (url) => google(url).generateContent(geminiAsk)],
  ["Gemini, streamed", async (url) => collected(await google(url).generateContentStream(geminiAsk))],
  ["Mistral", (url) => mistral(url).chat.complete(mistralAsk)],
  ["Mistral, streamed", async (url) => collected(await mistral(url).chat.stream(mistralAsk))],
  ["vectors", (url) => openai(url).embeddings.create({ model: "text-embedding-3-large", input: question.repeat(40) })],
];

/** The vendor's own count of the latest call, and the ledger's row of it. */
const latest = async ({ vendor, daemon }: Stage) => {
  await vendor.log.idle();
  await until("nothing in flight", async () => (await daemon.control.status({})).inFlight === 0);
  const [row] = await daemon.control.recent({ limit: 1 });
  const counted = vendor.log.entries().at(-1);
  if (row === undefined || counted === undefined) throw new Error("nothing was asked");
  return { row, counted };
};

const countsIn = (row: RequestSummary) => [row.inputTokens, row.outputTokens, row.cacheReadTokens ?? 0];

test.each(told)("what the vendor counts is what the ledger tells: %s", async (_, call) => {
  await call(plain.daemon.url);

  const { row, counted } = await latest(plain);
  expect(countsIn(row)).toEqual([counted.inputTokens, counted.outputTokens, counted.cachedTokens ?? 0]);
  expect(row.cacheWriteTokens ?? 0).toBe(counted.cacheWrittenTokens ?? 0);
  expect(row).toMatchObject({ outcome: "--", status: 200, costKind: "reported", usageAnomalies: 0 });
  expect(row.costMicros).toBeGreaterThan(0);
});

describe("an OpenAI chat stream whose client asks for no usage", () => {
  const streamed: Call = async (url) =>
    collected(await openai(url).chat.completions.create({ ...chatAsk, stream: true }));

  test("is an estimate, and says so", async () => {
    await streamed(plain.daemon.url);

    const { row } = await latest(plain);
    expect(row).toMatchObject({ outcome: "--", costKind: "estimated" });
    expect(row.inputTokens).toBeGreaterThan(3);
    expect(row.outputTokens).toBeGreaterThan(20);
  });

  test("is the vendor's own count where the proxy asks for it, and the client sees nothing of that", async () => {
    const expected = (await streamed(plain.vendor.url)) as readonly unknown[];
    const chunks = (await streamed(asking.daemon.url)) as readonly { readonly choices: readonly unknown[] }[];

    const { row, counted } = await latest(asking);
    expect(countsIn(row)).toEqual([counted.inputTokens, counted.outputTokens, 0]);
    expect(row).toMatchObject({ outcome: "--", costKind: "reported" });
    expect(chunks.length).toBe(expected.length);
    expect(chunks.every((chunk) => chunk.choices.length > 0 && !("usage" in chunk))).toBe(true);
  });
});

test("a WebSocket of two turns costs what its turns cost together", async () => {
  const { daemon, vendor } = plain;
  const client = await openSocketTo(`${daemon.url}/v1/responses`, {
    authorization: "Bearer sk-simulated-key-0000",
    "openai-beta": "responses_websockets=2026-02-06",
  });
  const ends = (): number =>
    client.messages.filter((message) => String(message).includes('"response.completed"')).length;
  const used: { input_tokens: number; output_tokens: number }[] = [];
  for (const turn of [1, 2]) {
    const input = [{ type: "message", role: "user", content: [{ type: "input_text", text: `${question} ${turn}` }] }];
    client.socket.send(JSON.stringify({ type: "response.create", model: "gpt-5", store: false, input }));
    await client.until("the turn ends", () => ends() === turn);
    used.push(JSON.parse(String(client.messages.at(-1))).response.usage);
  }
  client.socket.close(1000, "done");
  await client.until("it is closed", () => client.ending() !== null);

  const { row } = await latest({ daemon, vendor });
  expect(row).toMatchObject({ status: 101, outcome: "--", modelUsed: "gpt-5", costKind: "reported" });
  expect(countsIn(row).slice(0, 2)).toEqual([
    used.reduce((sum, { input_tokens }) => sum + input_tokens, 0),
    used.reduce((sum, { output_tokens }) => sum + output_tokens, 0),
  ]);
});
