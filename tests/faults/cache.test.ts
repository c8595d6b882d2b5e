import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import { answerOf, type CacheBench, question, startCacheBench, whole } from "../support/cache-bench.ts";
import { canaries, leaksIn, textsUnder } from "../support/canary.ts";
import { fin, read, rst, type Step, send, waitFor } from "../support/faultd.ts";
import { type Format, formats, streamOf } from "../support/formats.ts";
import { answerText, chunk, lastChunk, streamHead } from "../support/http-text.ts";
import { until } from "../support/wait.ts";

let bench: CacheBench;
beforeAll(async () => {
  bench = await startCacheBench({ "cache.streams": "true", "meter.inject_usage": "false" });
});
afterAll(() => bench.stop());

const [anthropic, chat, responses, gemini] = formats as readonly [Format, Format, Format, Format];

/** Tells questions apart. */
let other = 0;

test("K-10 the same request is answered from the cache, to the byte, at no cost, and what it saved is counted once", async () => {
  const [body, said] = [question(), answerOf("first")];
  bench.vendor.play(...whole(said));
  const before = await bench.stats();

  const first = await bench.asked(body);
  const second = await bench.asked(body);

  expect(first).toEqual({ startLine: "HTTP/1.1 200 OK", body: said, cache: "miss" });
  expect(second).toEqual({ startLine: "HTTP/1.1 200 OK", body: said, cache: expect.stringMatching(/^hit; age=\d+$/) });
  const [hit, miss] = await bench.latest(2);
  expect(miss).toMatchObject({ answerCache: "miss", inputTokens: 1000, upstream: "anthropic", attempts: 1 });
  expect(hit).toMatchObject({
    ...{ answerCache: "hit", outcome: "--", status: 200, upstream: null, attempts: 0, modelUsed: "claude-sonnet-4-5" },
    ...{
      costMicros: 0,
      costKind: "none",
      inputTokens: null,
      outputTokens: null,
      cacheReadTokens: null,
      savedTokens: 0,
    },
    ...{ avoidedInputTokens: 1000, avoidedOutputTokens: 88, avoidedMicros: miss?.costMicros ?? -1 },
  });
  expect(hit?.id).not.toBe(miss?.id);
  const after = await bench.stats();
  expect(after.hits - before.hits).toBe(1);
  expect(after.misses - before.misses).toBe(1);
  expect(after.avoidedMicros - before.avoidedMicros).toBe(miss?.costMicros ?? -1);
  await bench.afterwards({ outcome: "--", status: 200, hits: 1, earlier: 1 });
});

test("K-10 a stream is given again as a stream, event for event", async () => {
  for (const format of [anthropic, chat, gemini]) {
    const body = format.body(true).replace("hé", `hé ${++other}`);
    bench.vendor.play(
      read("all"),
      send(streamHead()),
      ...format.events.map((event) => send(chunk(event))),
      send(lastChunk),
    );

    const first = await bench.asked(body, { format, stream: true });
    const second = await bench.asked(body, { format, stream: true });

    expect(first).toMatchObject({ body: streamOf(format), cache: "miss" });
    expect(second).toMatchObject({ body: streamOf(format), cache: expect.stringMatching(/^hit; age=\d+$/) });
    await bench.afterwards({ outcome: "--", status: 200, hits: 1, earlier: 1 });
  }
});

test("K-10 a client may want no answer of earlier, or a new one in its place", async () => {
  const body = question();
  bench.vendor.play(...whole(answerOf("old")));
  await bench.asked(body);
  bench.vendor.play(...whole(answerOf("new")));

  const bypass = await bench.asked(body, { headers: { "x-proxy-cache": "bypass" } });
  const noStore = await bench.asked(body, { headers: { "cache-control": "no-store" } });
  const still = await bench.asked(body);
  const refreshed = await bench.asked(body, { headers: { "x-proxy-cache": "refresh" } });
  const after = await bench.asked(body);

  expect(bypass).toMatchObject({ body: answerOf("new"), cache: 'bypass; why="the client wants none"' });
  expect(noStore).toMatchObject({ body: answerOf("new"), cache: 'bypass; why="the client wants none"' });
  expect(still).toMatchObject({ body: answerOf("old"), cache: expect.stringMatching(/^hit/) });
  expect(refreshed).toMatchObject({ body: answerOf("new"), cache: "miss" });
  expect(after).toMatchObject({ body: answerOf("new"), cache: expect.stringMatching(/^hit/) });
  expect(bench.vendor.hits().map((hit) => /x-proxy-cache/i.test(hit.text()))).toEqual([false, false, false]);
  await bench.afterwards({ outcome: "--", status: 200, hits: 3, earlier: 4 });
});

test("K-07 two keys share no answer, and neither the keys nor a word of the request lies in the cache's own files", async () => {
  const secretWord = `zanzibar${++other}`;
  const body = question({ system: secretWord });
  bench.vendor.play(...whole(answerOf("for one")));
  await bench.asked(body);
  bench.vendor.play(...whole(answerOf("for the other")));

  const foreign = await bench.asked(body, { headers: { "x-api-key": `${canaries.anthropic}other` } });
  const again = await bench.asked(body);

  expect(foreign).toMatchObject({ body: answerOf("for the other"), cache: "miss" });
  expect(again).toMatchObject({ body: answerOf("for one"), cache: expect.stringMatching(/^hit/) });
  await until("it is in the file", async () => (await bench.stats()).entries > 0);
  const files = textsUnder(bench.daemon.home);
  const cacheFiles = Object.fromEntries(Object.entries(files).filter(([name]) => name.includes("cache.db")));
  expect(Object.keys(cacheFiles).length).toBeGreaterThan(0);
  expect(leaksIn(cacheFiles, [...Object.values(canaries), secretWord])).toEqual([]);
  expect(statSync(join(bench.daemon.home, "cache.db")).mode & 0o777).toBe(0o600);
  await bench.afterwards({ outcome: "--", status: 200, hits: 1, earlier: 1 });
});

test("K-07 every value of a request makes another one of it; the order of names and the space between signs do not", async () => {
  const text = `q ${++other}`;
  const request = { model: "claude-sonnet-4-5", max_tokens: 64, messages: [{ role: "user", content: text }] };
  bench.vendor.play(...whole(answerOf("yes")));
  await bench.asked(JSON.stringify(request));

  const { model, max_tokens, messages } = request;
  const reordered = await bench.asked(JSON.stringify({ messages, max_tokens, model }, null, 3));
  const others = [
    await bench.asked(JSON.stringify({ ...request, max_tokens: 65 })),
    await bench.asked(JSON.stringify({ ...request, temperature: 0.1 })),
    await bench.asked(JSON.stringify({ ...request, system: "x" })),
    await bench.asked(JSON.stringify({ ...request, tools: [{ name: "t", input_schema: { type: "object" } }] })),
    await bench.asked(JSON.stringify({ ...request, model: "claude-haiku-4-5" })),
    await bench.asked(JSON.stringify(request), { headers: { "anthropic-beta": "context-1m-2025-08-07" } }),
    await bench.asked(JSON.stringify(request).replace('"max_tokens":64', '"max_tokens":64.0')),
  ];

  expect(reordered.cache).toMatch(/^hit/);
  expect(others.map(({ cache }) => cache)).toEqual(others.map(() => "miss"));
  await bench.afterwards({ outcome: "--", status: 200, hits: 1 + others.length, earlier: 1 + others.length });
});

describe("K-09 never kept:", () => {
  const cases: readonly { readonly what: string; readonly script: readonly Step[]; readonly why: RegExp | null }[] = [
    {
      what: "an error of the vendor's",
      script: whole('{"type":"error","error":{"type":"api_error","message":"x"}}', "500 Oops"),
      why: /status is 500/,
    },
    {
      what: "a limit",
      script: whole('{"type":"error","error":{"type":"rate_limit_error","message":"x"}}', "429 Slow"),
      why: /status is 429/,
    },
    {
      what: "an error inside of a 200",
      script: whole('{"type":"error","error":{"type":"overloaded_error","message":"x"}}'),
      why: /properly|error/,
    },
    {
      what: "an answer at its limit of tokens",
      script: whole(answerOf("half", { stop_reason: "max_tokens" })),
      why: /limit of tokens/,
    },
    { what: "a refusal", script: whole(answerOf("no", { stop_reason: "refusal" })), why: /refused/ },
    { what: "a pause", script: whole(answerOf("wait", { stop_reason: "pause_turn" })), why: /not come to an end/ },
    {
      what: "a call of a tool",
      script: whole(
        answerOf("", { stop_reason: "tool_use", content: [{ type: "tool_use", id: "t", name: "rm", input: {} }] }),
      ),
      why: /calls a tool/,
    },
    { what: "what nobody can read", script: whole("<html>proxy error</html>"), why: /cannot be read/ },
    { what: "nothing", script: whole(""), why: /empty|read/ },
  ];

  test.each(cases)("K-09 $what", async ({ script, why }) => {
    const body = question();
    bench.vendor.play(...script);

    const first = await bench.asked(body);
    const second = await bench.asked(body);

    expect(first.cache).toBe("miss");
    expect(second.cache).toBe("miss");
    expect(bench.vendor.hits().length).toBe(2);
    const reasons = Object.keys((await bench.stats()).reasons);
    if (why !== null) expect(reasons.some((reason) => why.test(reason))).toBe(true);

    bench.vendor.play(...whole(answerOf("well again")));
    expect((await bench.asked(body)).cache).toBe("miss");
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("K-09 a stream that broke off, and one that its client left", async () => {
    const body = JSON.stringify({ ...JSON.parse(question()), stream: true });
    const [head = "", ...rest] = anthropic.events;
    bench.vendor.play(read("all"), send(streamHead()), send(chunk(head)), rst);
    await bench.asked(body, { stream: true });

    const over = Promise.withResolvers<void>();
    bench.vendor.play(read("all"), send(streamHead()), send(chunk(head)), waitFor(over.promise), fin);
    const left = await bench.begin(body, { stream: true });
    await left.until("it has begun", () => left.text().includes("message_start"));
    left.leave();
    await bench.latest(1);
    over.resolve();

    bench.vendor.play(
      read("all"),
      send(streamHead()),
      ...[head, ...rest].map((event) => send(chunk(event))),
      send(lastChunk),
    );
    expect((await bench.asked(body, { stream: true })).cache).toBe("miss");
    expect((await bench.asked(body, { stream: true })).cache).toMatch(/^hit/);
    await bench.afterwards({ outcome: "--", status: 200, hits: 1, earlier: 1 });
  });

  test("K-09 an answer that the vendor announced longer than it is", async () => {
    const body = question();
    const said = answerOf("short");
    bench.vendor.play(
      read("all"),
      send(answerText(said, "200 OK", { "content-length": String(said.length + 9) })),
      fin,
    );

    await bench.asked(body);
    bench.vendor.play(...whole(said));

    expect((await bench.asked(body)).cache).toBe("miss");
    await bench.afterwards({ outcome: "--", status: 200 });
  });
});

describe("K-09 passed by:", () => {
  const cases = [
    {
      what: "a hosted tool",
      format: anthropic,
      more: { tools: [{ type: "web_search_20250305", name: "web_search" }] },
      why: /run by the vendor/,
    },
    {
      what: "what goes on from an answer at the vendor",
      format: responses,
      more: { previous_response_id: "resp_1", store: false },
      why: /previous_response_id/,
    },
    { what: "what the vendor keeps", format: responses, more: {}, why: /store is not false/ },
    { what: "more than one answer", format: chat, more: { n: 2 }, why: /more than one answer/ },
  ];

  test.each(cases)("K-09 $what", async ({ format, more, why }) => {
    const body = JSON.stringify({ ...JSON.parse(format.body(false)), ...more });
    bench.vendor.play(...whole(format.answer));

    const first = await bench.asked(body, { format });
    const second = await bench.asked(body, { format });

    expect(first.cache).toMatch(/^bypass; why="/);
    expect(first.cache).toMatch(why);
    expect(second.cache).toBe(first.cache);
    await bench.afterwards({ outcome: "--", status: 200, hits: 2, earlier: 1 });
  });

  test("K-09 a name that is there twice, also in another case", async () => {
    for (const twice of [
      '{"model":"claude-sonnet-4-5","temperature":0,"temperature":1,',
      '{"model":"claude-sonnet-4-5","temperature":0,"Temperature":1,',
    ]) {
      bench.vendor.play(...whole(answerOf("x")));
      const came = await bench.asked(`${twice}"max_tokens":9,"messages":[{"role":"user","content":"${++other}"}]}`);

      expect(came.cache).toBe('bypass; why="the request is no JSON of one meaning"');
      await bench.afterwards({ outcome: "--", status: 200 });
    }
  });
});
