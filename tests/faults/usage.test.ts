import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import type { RequestSummary } from "../../src/core/notice.ts";
import { expectWhole, type FaultBench, startBench } from "../support/fault-bench.ts";
import { hold, read, type Step, send } from "../support/faultd.ts";
import { answerText, chunk, lastChunk, streamHead } from "../support/http-text.ts";
import { type Counts, type SpokenUsage, soundCounts, spoken, spokenUsages } from "../support/spoken-usage.ts";
import { until } from "../support/wait.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

/** The row of the request that was asked last, once it has ended. */
const rowSince = async (since: number): Promise<RequestSummary> =>
  until("the request's row", async () => {
    const { inFlight } = await bench.daemon.control.status({});
    const [newest] = await bench.daemon.control.recent({ limit: 1 });
    return inFlight === 0 && newest !== undefined && newest.startedAt >= since && newest;
  });

/** Plays the script for one request, and gives what the client and the ledger have of it. */
const played = async ({ format }: SpokenUsage, stream: boolean, script: readonly Step[]) => {
  const since = Date.now();
  const client = await bench.fault(format, stream, [read("all"), ...script]);
  return { client, row: await rowSince(since) };
};

const streamed = (...events: readonly string[]): readonly Step[] => [
  send(streamHead()),
  ...events.map((event) => send(chunk(event))),
  send(lastChunk),
];

const sound = ({ isCachedBeside }: SpokenUsage) => ({
  inputTokens: isCachedBeside ? 160 : 120,
  cacheReadTokens: 40,
  outputTokens: 17,
  usageAnomalies: 0,
});

describe.each(spokenUsages)("$way", (said) => {
  const { format, model, events, whole, inputFrom, allFrom } = said;
  const everything = events(soundCounts).join("");

  test("what a vendor counts is what the ledger has, streamed and whole", async () => {
    for (const stream of [true, false]) {
      const script = stream ? streamed(everything) : [send(answerText(whole(soundCounts)))];
      const { client, row } = await played(said, stream, script);

      expectWhole(client, stream ? everything : whole(soundCounts));
      expect(row).toMatchObject({ ...sound(said), modelUsed: model, costKind: "reported" });
      expect(row.costMicros).toBeGreaterThan(0);
      await bench.afterwards({ outcome: "--", status: 200 });
    }
  });

  test("a large answer that streams through, and a packed one, are counted too and arrive as they are", async () => {
    const large = whole(soundCounts).replace(/\}$/, `,"padding":"${"x".repeat(100_000)}"}`);
    const packed = [
      [null, Buffer.from(large)],
      ["gzip", gzipSync(large)],
      ["deflate", deflateSync(large)],
      ["br", brotliCompressSync(large)],
      ["zstd", zstdCompressSync(large)],
    ] as const;
    for (const [encoding, bytes] of packed) {
      const headers = encoding === null ? {} : { "content-encoding": encoding };
      const { client, row } = await played(said, false, [send(answerText(bytes, "200 OK", headers))]);

      expectWhole(client, bytes);
      expect(row).toMatchObject({ ...sound(said), costKind: "reported" });
    }
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("U-15: wherever between two events a stream breaks off, what was told of it is kept", async () => {
    const list = events(soundCounts);
    for (let count = 0; count < list.length; count++) {
      const { row } = await played(said, true, streamed(...list.slice(0, count)));

      const isDelivered = list.slice(0, count).join("").includes(spoken);
      expect(row).toMatchObject({ outcome: "SD", costKind: count >= allFrom ? "reported" : "estimated" });
      expect(row.inputTokens).toBe(count >= inputFrom ? sound(said).inputTokens : row.inputTokens);
      expect(row.inputTokens).toBeGreaterThan(0);
      expect(row.outputTokens === null || row.outputTokens < 2).toBe(!isDelivered);
      expect(Number.isSafeInteger(row.costMicros)).toBe(true);
      await bench.afterwards({ outcome: "SD", error: "upstream_cut", status: 200 });
    }
  });

  test("C-01: a client that leaves pays for what it was given", async () => {
    const since = Date.now();
    const list = events(soundCounts);
    const first = list.slice(0, list.findIndex((event) => event.includes(spoken)) + 1).join("");
    bench.vendor.play(read("all"), send(streamHead()), send(chunk(first)), hold);
    const client = await bench.ask(format, true);
    await client.until("the first words", () => client.message().body.length === Buffer.byteLength(first));
    client.leave();

    const row = await rowSince(since);
    expect(row).toMatchObject({ outcome: "CD", costKind: "estimated" });
    expect(row.outputTokens).toBeGreaterThan(4);
    await bench.afterwards({ outcome: "CD", error: "client_left", status: 200 });
  });

  test("C-01: what a client costs that leaves before the answer, nobody knows", async () => {
    const since = Date.now();
    bench.vendor.play(read("all"), hold);
    const client = await bench.ask(format, true);
    const hit = await bench.hit();
    await until("the whole request has come", () => hit.body().length === Buffer.byteLength(format.body(true)));
    client.leave();

    expect(await rowSince(since)).toMatchObject({ costKind: "unknown", costMicros: null, inputTokens: null });
    await bench.afterwards({ outcome: "CH", error: "client_left", status: null });
  });

  test("U-24: an error in a stream that began well costs what was told before it, and nothing where it came first", async () => {
    const list = events(soundCounts);
    const before = list.slice(0, list.findIndex((event) => event.includes(spoken)) + 1);
    const late = await played(said, true, streamed(...before, format.failure));
    expect(late.row).toMatchObject({ outcome: "SD", status: 200, costKind: "estimated" });
    expectWhole(late.client, before.join("") + format.failure);

    const first = await played(said, true, streamed(format.failure));
    expect(first.row).toMatchObject({ outcome: "SD", status: 200, costKind: "none", costMicros: 0 });
    await bench.afterwards({ outcome: "SD", status: 200 });
  });

  test("U-18: an answer that was cut to a shorter one is passed on, and its cost is unknown", async () => {
    const half = whole(soundCounts).slice(0, -30);
    const { client, row } = await played(said, false, [send(answerText(half))]);

    expectWhole(client, half);
    expect(row).toMatchObject({ outcome: "--", costKind: "unknown", costMicros: null, inputTokens: null });
  });

  test("a refusal costs nothing", async () => {
    const body = format.failure.replace(/^.*data: /s, "").trim();
    const { row } = await played(said, false, [send(answerText(body, "429 Too Many Requests"))]);

    expect(row).toMatchObject({ status: 429, costKind: "none", costMicros: 0, inputTokens: null });
  });

  describe("U-34: a usage that cannot be meant spoils no sum:", () => {
    const oddCounts = ["-5", "1e308", "-1e308", "3.5", "999999999999", '"many"', "true", "[1]", "{}", '"12"'];
    test.each(oddCounts)("%s", async (odd) => {
      const counts = { input: odd, output: odd, cached: odd };
      await expectSane(said, counts, (row) => {
        expect(row.usageAnomalies).toBeGreaterThan(1);
        expect(row.inputTokens).not.toBeNull(); // then it is our own estimate
      });
    });

    test("counts that are no JSON at all", async () => {
      await expectSane(said, { input: "NaN", output: "Infinity", cached: "0" }, () => undefined);
    });

    test("counts that are not there", async () => {
      await expectSane(said, { input: null, output: null, cached: "0" }, (row) => {
        expect(row).toMatchObject({ costKind: "estimated", usageAnomalies: 0 });
      });
    });

    test("more read from a cache than there was to read", async () => {
      if (said.isCachedBeside) return;
      await expectSane(said, { input: "10", output: "3", cached: "5000" }, (row) => {
        expect(row).toMatchObject({ inputTokens: 10, cacheReadTokens: null, usageAnomalies: 1 });
      });
    });

    test("a count of nothing, which is nothing", async () => {
      await expectSane(said, { input: "0", output: "0", cached: "0" }, (row) => {
        expect(row).toMatchObject({ inputTokens: 0, outputTokens: 0, costKind: "reported", usageAnomalies: 0 });
        expect(row.costMicros).toBe(0);
      });
    });
  });
});

/** Streamed and whole: the client's bytes are the vendor's, the row holds nothing that could not be, no sum is spoilt. */
const expectSane = async (said: SpokenUsage, counts: Counts, expectRow: (row: RequestSummary) => void) => {
  const before = (await bench.daemon.control.status({})).tally.usageAnomalies;
  let odd = 0;
  for (const stream of [true, false]) {
    const body = stream ? said.events(counts).join("") : said.whole(counts);
    const { client, row } = await played(said, stream, stream ? streamed(body) : [send(answerText(body))]);

    expectWhole(client, body);
    for (const count of [row.inputTokens, row.outputTokens, row.cacheReadTokens, row.reasoningTokens])
      expect(count === null || (Number.isSafeInteger(count) && count >= 0 && count < 100_000)).toBe(true);
    expect(row.costMicros === null || (Number.isSafeInteger(row.costMicros) && row.costMicros >= 0)).toBe(true);
    expect((row.costMicros === null) === (row.costKind === "unknown")).toBe(true);
    expectRow(row);
    odd += row.usageAnomalies;
  }
  expect((await bench.daemon.control.status({})).tally.usageAnomalies - before).toBe(odd);
  await expectSoundSums();
};

const expectSoundSums = async (): Promise<void> => {
  await bench.daemon.rows();
  const database = new Database(join(bench.daemon.home, "ledger.db"), { readonly: true });
  const names = ["input_tokens", "output_tokens", "cache_read_tokens", "cost_micros", "usage_anomalies"];
  const sums = database.query(`SELECT ${names.map((name) => `SUM(${name}) AS ${name}`)} FROM requests`).get();
  database.close();
  for (const sum of Object.values(sums as Record<string, unknown>))
    expect(sum === null || (Number.isSafeInteger(sum) && Number(sum) >= 0)).toBe(true);
};
