import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import type { SeriesBin, StatsGroup } from "../../src/control/contract.ts";
import { dollarText } from "../../src/lib/money.ts";
import { listenSimulator } from "../../src/simulator/listen.ts";
import { groupings } from "../../src/state/ledger/row.ts";
import { type LedgerRow, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { developerDay } from "../support/developer-day.ts";
import { asking, user } from "../support/looked-at.ts";
import { type Corner, newCorner } from "../support/program.ts";
import { samplesIn } from "../support/prometheus.ts";
import { type Sums, sumOf } from "../support/sums.ts";
import { until } from "../support/wait.ts";

const vendor = listenSimulator();
let daemon: TestDaemon;
let corner: Corner;
let rows: readonly LedgerRow[] = [];
let told: readonly Sums[] = [];

beforeAll(async () => {
  corner = newCorner();
  mkdirSync(corner.home, { mode: 0o700 });
  daemon = await startDaemon({
    home: corner.home,
    servers: `vendor:\n  endpoint: ${vendor.url}\n  type: simulator\n`,
    flags: { upstream: "vendor" },
    env: { PROXY_TIMESCALE: "1" },
  });
  told = await developerDay(daemon.url);
  await until("all answers have ended", async () => (await daemon.control.status({})).inFlight === 0);
  rows = await daemon.rows();
}, 60_000);

afterAll(async () => {
  await daemon.stop();
  await vendor.stop();
});

const billed = (): readonly LedgerRow[] =>
  rows.filter(({ inputTokens, outcome }) => inputTokens !== null && outcome === "--");

test("X-13 the rows say what each program was told in its answer", () => {
  const { costMicros: _, ...answers } = sumOf(told);

  expect(sumOf(billed())).toMatchObject(answers);
  expect(answers.cacheReadTokens).toBeGreaterThan(1000);
  expect(answers.cacheWriteTokens).toBeGreaterThan(1000);
});

test("X-13 the rows say what the vendor has on its bill, to the micro-dollar", async () => {
  const bill = await (await fetch(`${vendor.url}/_sim/bill`)).json();
  const { total, models } = bill as { readonly total: Line; readonly models: Readonly<Record<string, Line>> };

  expect(sumOf(billed())).toEqual(ours(total));
  expect(Object.keys(models).sort()).toEqual([
    "claude-sonnet-4-6",
    "gemini-2.5-flash",
    "gpt-4o",
    "gpt-5.4",
    "mystery-9",
  ]);
  for (const [model, line] of Object.entries(models))
    expect({ model, ...sumOf(billed().filter((row) => row.model === model)) }).toEqual({ model, ...ours(line) });
});

type Line = Readonly<
  Record<"requests" | "inputTokens" | "cachedTokens" | "cacheWrittenTokens" | "outputTokens" | "costMicros", number>
>;

const ours = (line: Line): Sums => ({
  requests: line.requests,
  inputTokens: line.inputTokens,
  cacheReadTokens: line.cachedTokens,
  cacheWriteTokens: line.cacheWrittenTokens,
  outputTokens: line.outputTokens,
  costMicros: line.costMicros,
});

test("X-13 what nobody knows is null and never 0: a model without a price; what was refused costs nothing, what was left is an estimate", () => {
  const mystery = rows.find(({ model }) => model === "mystery-9");
  const refused = rows.filter(({ status }) => status !== null && status >= 400);
  const left = rows.find(({ outcome }) => outcome.startsWith("C"));

  expect(mystery).toMatchObject({ costKind: "unknown", costMicros: null, outputTokens: 7 });
  expect(refused.map(({ costKind, costMicros }) => [costKind, costMicros])).toEqual(Array(3).fill(["none", 0]));
  expect(left).toMatchObject({ costKind: "estimated" });
  expect(left?.costMicros).toBeGreaterThan(0);
});

test.each(groupings)("X-13 stats by %s say what the rows say, in all and in the sum of their groups", async (by) => {
  const { total, groups } = await daemon.control.stats({ since: 0, by });

  expect(total).toMatchObject(sumOf(rows));
  const requests = groups.reduce((sum, group) => sum + group.requests, 0);
  expect({ ...sumOf(groups as readonly Sums[]), requests }).toEqual(sumOf(rows));
  expect(total).toMatchObject({
    unknownCost: rows.filter(({ costKind }) => costKind === "unknown").length,
    estimatedCost: rows.filter(({ costKind }) => costKind === "estimated").length,
  });
});

test("X-13 the series of the last hour says what the ledger says, to the unit", async () => {
  const { bins } = await daemon.control.series({ windowMs: 3_600_000, bins: 60 });
  const { total } = await daemon.control.stats({ since: 0, by: "status" });

  for (const field of inSeries) {
    const sum = bins.reduce((all, bin) => all + (bin[field] ?? 0), 0);
    expect([field, sum]).toEqual([field, total[field] ?? 0]);
  }
  expect(total.costMicros).toBeGreaterThan(0);
});

const inSeries = [
  ...["requests", "ok", "limited", "cut", "aborted", "failed", "inputTokens", "cacheReadTokens"],
  ...["cacheableTokens", "outputTokens", "costMicros", "unknownCost"],
] as const satisfies readonly (keyof StatsGroup & keyof SeriesBin)[];

test("X-13 the lines of each bill come to what its row says", async () => {
  for (const row of rows) {
    const detail = await daemon.control.request({ id: row.id });
    const lines = detail?.costLines ?? [];
    const isKnown = row.costKind !== "none" && row.costMicros !== null;
    const sum = lines.reduce<number | null>(
      (all, { micros }) => (all === null || micros === null ? null : all + micros),
      0,
    );
    expect([row.id, sum]).toEqual([row.id, isKnown ? row.costMicros : lines.length === 0 ? 0 : null]);
  }
});

test("X-13, G6: stats --json says it too, model by model", async () => {
  const ran = await corner.cli(["stats", "--json", "--by", "model"]);
  const { total, groups } = JSON.parse(ran.out);

  for (const { name, cost_micros } of groups) {
    const own = rows.filter((row) => (row.modelUsed ?? row.model ?? "(none)") === name);
    const isKnown = own.some(({ costMicros }) => costMicros !== null);
    expect([name, cost_micros]).toEqual([name, isKnown ? sumOf(own).costMicros : null]);
  }
  const all = sumOf(rows);
  expect(total).toMatchObject({
    requests: all.requests,
    input_tokens: all.inputTokens,
    cache_read_tokens: all.cacheReadTokens,
    cache_write_tokens: all.cacheWriteTokens,
    output_tokens: all.outputTokens,
    cost_micros: all.costMicros,
  });
});

test("X-13 /metrics says what the rows say, as JSON and to Prometheus, model by model", async () => {
  const { tokens, cost, requests } = await metricsJson();
  const all = sumOf(rows);
  expect(requests).toMatchObject({ ended: rows.length, in_flight: 0, accepted: rows.length });
  expect(tokens).toMatchObject({
    input: all.inputTokens,
    cache_read: all.cacheReadTokens,
    cache_write: all.cacheWriteTokens,
    output: all.outputTokens,
  });
  expect(cost).toMatchObject({ micros: all.costMicros });

  const scraped = await (await fetch(`${daemon.url}/metrics`, { headers: { accept: "text/plain" } })).text();
  const samples = samplesIn(scraped, "prometheus");
  const scrapedOf = (name: string, model: string): number | undefined =>
    samples.find((one) => one.name === `proxy_cli_${name}_total` && one.labels["model"] === model)?.value;
  for (const model of ["claude-sonnet-4-6", "gemini-2.5-flash", "gpt-4o", "gpt-5.4", "mystery-9"]) {
    const own = rows.filter((row) => (row.modelUsed ?? row.model) === model);
    const of = sumOf(own);
    // What nobody has told has no sample.
    const told = <T>(field: "cacheReadTokens" | "costMicros", value: T): T | undefined =>
      own.some((row) => row[field] !== null) ? value : undefined;
    expect([model, scrapedOf("model_requests", model)]).toEqual([model, of.requests]);
    expect([model, scrapedOf("input_tokens", model)]).toEqual([model, of.inputTokens]);
    expect([model, scrapedOf("cache_read_tokens", model)]).toEqual([
      model,
      told("cacheReadTokens", of.cacheReadTokens),
    ]);
    expect([model, scrapedOf("output_tokens", model)]).toEqual([model, of.outputTokens]);
    expect([model, scrapedOf("cost_usd", model)]).toEqual([
      model,
      told("costMicros", Number(dollarText(of.costMicros))),
    ]);
  }
});

const metricsJson = async () =>
  (await (await fetch(`${daemon.url}/metrics`)).json()) as Readonly<Record<"tokens" | "cost" | "requests", object>>;

test("C7: figures and configuration are there for this machine, and no key is in them", async () => {
  const config = await (await fetch(`${daemon.url}/config`)).text();

  expect(JSON.parse(config)).toMatchObject({
    settings: { upstream: { value: "vendor", source: expect.any(String) } },
    middleware: expect.arrayContaining(["plan", "attempt"]),
  });
  expect(await daemon.leaks()).toEqual([]);
});

test("V9: every answer of a chat says what was saved, a streamed one too", async () => {
  const stats = async (stream: boolean): Promise<string | null> => {
    const body = asking([user("hi")], stream);
    const answer = await fetch(`${daemon.url}/v1/messages`, {
      method: "POST",
      headers: {
        "x-api-key": "sk-ant-simulated-key-0000",
        "content-type": "application/json",
        "anthropic-version": "2023-06-01",
      },
      body,
    });
    await answer.text();
    return answer.headers.get("x-proxy-stats");
  };

  expect(await stats(false)).toContain("tokens_saved=0,cost_saved=0,compression_ratio=1");
  expect(await stats(true)).toContain("tokens_saved=0,cost_saved=0,compression_ratio=1");
});
