import { describe, expect, test } from "bun:test";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { createShelf } from "../../src/upstream/aside.ts";
import { readingOf } from "../../src/upstream/reading.ts";
import { small, smallEvent } from "../support/small-dialect.ts";

const measure = (text: string): number => text.length;
const answer = JSON.stringify({ model: "m", text: "hello", usage: { input: 7, output: 3 }, stop: "done" });
const told = { model: "m", usage: { inputTokens: 7, outputTokens: 3 }, deliveredTokens: 5 };

type Case = { readonly path?: string; readonly status?: number; readonly headers?: Record<string, string> };

/** What is read of an answer that comes in pieces of this size. */
const read = (body: string | Uint8Array, { path = "/v1/messages", status = 200, headers = {} }: Case, size = 1e9) => {
  const exchange = { dialect: path === "/v1/messages" ? small : null, errorDialect: small, path };
  const reading = readingOf(exchange, new Response(null, { status, headers }), measure, createShelf());
  const bytes = Buffer.from(body as Uint8Array);
  for (let at = 0; at < bytes.length; at += size) reading.read(bytes.subarray(at, at + size));
  reading.events?.end();
  return reading;
};

const json = { "content-type": "application/json" };
const sse = { "content-type": "text/event-stream" };
const stream = smallEvent({ model: "m", text: "hello" }) + smallEvent({ usage: { input: 7, output: 3 } });

test.each([1e9, 7, 1])("a whole answer tells of itself in any pieces (%p bytes each)", (size) => {
  expect(read(answer, { headers: json }, size).reported()).toMatchObject(told);
});

test.each([1e9, 7, 1])("a stream is followed in any pieces (%p bytes each)", (size) => {
  const reading = read(stream, { headers: sse }, size);

  expect(reading.reported()).toMatchObject(told);
  expect([reading.isSlow(), reading.events?.state()]).toEqual([false, "open"]);
});

describe("a packed answer is unpacked on the side", () => {
  const packers = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync, zstd: zstdCompressSync };
  test.each(Object.entries(packers))("%s", (encoding, pack) => {
    expect(read(pack(answer), { headers: { ...json, "content-encoding": encoding } }, 9).reported()).toMatchObject(
      told,
    );
    expect(read(pack(stream), { headers: { ...sse, "content-encoding": encoding } }, 9).reported()).toMatchObject(told);
  });

  test("U-32: one that unpacks to far more than it should is not read, nor is one that is broken", () => {
    const bomb = gzipSync(`{"text":"${"x".repeat(20_000_000)}","usage":{"input":7}}`);
    const headers = { ...json, "content-encoding": "gzip" };

    expect(read(bomb, { headers }).reported()).toBeNull();
    expect(read(bomb.subarray(0, 200), { headers }).reported()).toBeNull();
    expect(read(answer, { headers }).reported()).toBeNull();
  });
});

describe("U-35: what an answer is decides how it is read, not its label", () => {
  test("JSON that is called a stream", () => {
    expect(read(answer, { headers: sse }, 7).reported()).toMatchObject(told);
  });

  test("a stream that is called JSON", () => {
    expect(read(stream, { headers: json }, 7).reported()).toMatchObject(told);
  });
});

test("an error is told as one", () => {
  expect(read('{"error":"slow down"}', { status: 429, headers: json }).reported()).toMatchObject({
    error: { message: "slow down" },
    usage: null,
  });
});

test("vectors have cost what was put in, and no output is known to be none", () => {
  const vectors = '{"model":"m","data":[],"usage":{"input":7}}';

  expect(read(vectors, { path: "/v1/embeddings", headers: json }).reported()).toMatchObject({
    usage: { inputTokens: 7, outputTokens: 0 },
  });
  expect(read(vectors, { path: "/v1/files", headers: json }).reported()).toBeNull();
});

test("a conversation that is compacted by itself tells what that took", () => {
  expect(read(answer, { path: "/v1/responses/compact", headers: json }).reported()).toMatchObject({
    usage: { inputTokens: 7, outputTokens: 3 },
  });
});

test("U-34: a part that is more than its whole is unknown, and counted", () => {
  const odd = '{"usage":{"input":7,"cached":8,"output":3,"thought":3}}';

  expect(read(odd, { headers: json }).reported()).toMatchObject({
    usage: { inputTokens: 7, cacheReadTokens: null, outputTokens: 3, reasoningTokens: 3 },
    anomalies: 1,
  });
});

test("a reader that throws costs the numbers and nothing else", () => {
  const broken = { ...small, readAnswer: () => undefined as never };
  const exchange = { dialect: broken, errorDialect: broken, path: "/v1/messages" };
  const reading = readingOf(exchange, new Response(null, { headers: json }), measure, createShelf());

  reading.read(Buffer.from(answer));

  expect(reading.reported()).toBeNull();
});
