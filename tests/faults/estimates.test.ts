import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import type { RequestSummary } from "../../src/core/notice.ts";
import { createCounter } from "../../src/meter/tokens/byte-pairs.ts";
import { loadRanks } from "../../src/meter/tokens/ranks.ts";
import { type FaultBench, startBench } from "../support/fault-bench.ts";
import { read, type Step, send } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { chunk, lastChunk, streamHead } from "../support/http-text.ts";
import { until } from "../support/wait.ts";

let bench: FaultBench;
let count: (text: string) => number;
beforeAll(async () => {
  bench = await startBench();
  count = createCounter(await loadRanks("o200k_base"));
});
afterAll(() => bench.stop());

const format = formats.find(({ name }) => name === "openai-chat") as Format;
type Said = { readonly role: string; readonly content: unknown };
const said = (role: string, content: unknown): Said => ({ role, content });

/** Sends a conversation, whose answer is these events, and gives the row of it. */
const asked = async (messages: readonly Said[], script: readonly Step[]): Promise<RequestSummary> => {
  const since = Date.now();
  bench.vendor.play(read("all"), send(streamHead()), ...script);
  const body = JSON.stringify({ model: "gpt-4o", stream: true, messages });
  const client = await bench.ask(format, true, { body });
  await client.until("the answer ends", () => client.end() !== null, 20_000);
  return until("the request's row", async () => {
    const { inFlight } = await bench.daemon.control.status({});
    const [newest] = await bench.daemon.control.recent({ limit: 1 });
    return inFlight === 0 && newest !== undefined && newest.startedAt >= since && newest;
  });
};

const delta = (text: string): Step =>
  send(chunk(`data: {"id":"c","model":"gpt-4o","choices":[{"index":0,"delta":{"content":"${text}"}}]}\n\n`));
const stop: Step = send(
  chunk('data: {"id":"c","model":"gpt-4o","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n'),
);
const usage = (input: number): Step =>
  send(
    chunk(
      `data: {"id":"c","model":"gpt-4o","choices":[],"usage":{"prompt_tokens":${input},"completion_tokens":2,"total_tokens":${input + 2}}}\n\n`,
    ),
  );
const done: readonly Step[] = [send(chunk("data: [DONE]\n\n")), send(lastChunk)];

/** What such a vendor counts: the texts, and 700 tokens of its own that no client sees. */
const counted = (messages: readonly Said[]): number =>
  700 + messages.reduce((sum, { content }) => sum + count(String(content)), 0);

const source = (path: string): string => readFileSync(path, "utf8").slice(0, 6000);

test("a stream without a usage is estimated within 1 % where the vendor has counted the turn before", async () => {
  const first = [said("system", source("CONTRIBUTING.md")), said("user", source("scripts/steps.ts"))];
  const second = [...first, said("assistant", "Good."), said("user", "And what of this one? It is a bit longer.")];
  const other = [first[0] as Said, said("user", source("scripts/source.ts"))];
  const alone = await asked(other, [delta("Good."), stop, ...done]);

  const told = await asked(first, [delta("Good."), stop, usage(counted(first)), ...done]);
  const untold = await asked(second, [delta("Well."), stop, ...done]);

  expect(told).toMatchObject({ costKind: "reported", inputTokens: counted(first) });
  expect(untold).toMatchObject({ costKind: "estimated", session: told.session });
  expect(Math.abs((untold.inputTokens ?? 0) / counted(second) - 1)).toBeLessThan(0.01);
  expect(Math.abs((alone.inputTokens ?? 0) / counted(other) - 1)).toBeGreaterThan(0.01); // who has told nothing is unknown
});

test("of two megabytes whose answer breaks off the texts are measured, and a picture counts by its size", async () => {
  const text = source("CONTRIBUTING.md").slice(0, 5000);
  const long = Array.from({ length: 160 }, (_, at) => said(at % 2 === 0 ? "user" : "assistant", `${at} ${text}`));
  const picture = Buffer.from(new Uint8Array(1_200_000)).toString("base64");
  const url = `data:image/png;base64,${picture}`;
  const shown = said("user", [
    { type: "image_url", image_url: { url } },
    { type: "text", text: "What is it?" },
  ]);

  const row = await asked([...long, shown], [delta("It"), send(lastChunk)]);

  const texts = long.reduce((sum, { content }) => sum + count(String(content)), 0);
  expect(row).toMatchObject({ costKind: "estimated" });
  expect(row.bytesIn).toBeGreaterThan(2_000_000);
  expect(Math.abs((row.inputTokens ?? 0) / texts - 1)).toBeLessThan(0.15); // a quarter of its bytes is five times as much
});
