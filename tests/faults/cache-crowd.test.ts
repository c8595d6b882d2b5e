import { afterAll, beforeAll, expect, test } from "bun:test";
import { answerOf, type CacheBench, cameTo, question, startCacheBench, whole } from "../support/cache-bench.ts";
import { read, send, waitFor } from "../support/faultd.ts";
import { formats } from "../support/formats.ts";
import { answerText, chunk, lastChunk, streamHead } from "../support/http-text.ts";
import { until } from "../support/wait.ts";

let bench: CacheBench;
beforeAll(async () => {
  bench = await startCacheBench({ "cache.streams": "true" });
});
afterAll(() => bench.stop());

const crowd = (count: number, body: string) => Promise.all(Array.from({ length: count }, () => bench.begin(body)));

/** All of these have come in, and none has ended. */
const waiting = (count: number): Promise<unknown> =>
  until(`${count} requests wait`, async () => (await bench.daemon.control.status({})).inFlight === count);

const countOf = (values: readonly (string | null)[], shape: RegExp): number =>
  values.filter((value) => shape.test(value ?? "")).length;

test("K-08 a hundred equal requests at once ask the vendor once, and all get its answer", async () => {
  const [body, said] = [question(), answerOf("for all")];
  const all = Promise.withResolvers<void>();
  bench.vendor.play(read("all"), waitFor(all.promise), send(answerText(said)));
  const before = await bench.stats();

  const clients = await crowd(100, body);
  await waiting(100);
  all.resolve();
  const came = await Promise.all(clients.map(cameTo));

  expect(new Set(came.map((one) => one.body))).toEqual(new Set([said]));
  expect(
    countOf(
      came.map(({ cache }) => cache),
      /^miss$/,
    ),
  ).toBe(1);
  expect(
    countOf(
      came.map(({ cache }) => cache),
      /^hit; age=\d+$/,
    ),
  ).toBe(99);
  await bench.latest(100);
  const after = await bench.stats();
  expect(after.joined - before.joined).toBe(99);
  expect(after.hits - before.hits).toBe(99);
  const rows = (await bench.daemon.rows()).slice(-100);
  expect(rows.filter(({ costMicros }) => costMicros !== 0).length).toBe(1);
  await bench.afterwards({ outcome: "--", status: 200, hits: 1, earlier: 99 });
});

test("K-08 where the one that goes out fails the others ask for themselves", async () => {
  const body = question();
  const all = Promise.withResolvers<void>();
  const failure = '{"type":"error","error":{"type":"overloaded_error","message":"busy"}}';
  bench.vendor.play(read("all"), waitFor(all.promise), send(answerText(failure, "529 Overloaded")));

  const clients = await crowd(8, body);
  await waiting(8);
  const leading = bench.vendor.hits().length;
  all.resolve();
  const came = await Promise.all(clients.map(cameTo));

  expect(leading).toBe(1);
  expect(came.map(({ body: text }) => text)).toEqual(came.map(() => failure));
  expect(bench.vendor.hits().length).toBe(8);
  await bench.afterwards({ outcome: "--", status: 529, hits: 8, earlier: 7 });
});

test("K-08 the client of the one that goes out leaves: another one goes out for all who wait", async () => {
  const [body, said] = [question(), answerOf("second try")];
  const gate = Promise.withResolvers<void>();
  bench.vendor.play(read("all"), waitFor(gate.promise), send(answerText(said)));
  const leader = await bench.begin(body);
  await until("it is out", () => bench.vendor.hits().length === 1);
  const clients = await crowd(5, body);
  await waiting(6);

  leader.leave();
  await until("another one is out", () => bench.vendor.hits().length === 2);
  gate.resolve();
  const came = await Promise.all(clients.map(cameTo));

  expect(came.map((one) => one.body)).toEqual(came.map(() => said));
  expect(
    countOf(
      came.map(({ cache }) => cache),
      /^hit/,
    ),
  ).toBe(4);
  expect(bench.vendor.hits().length).toBe(2);
  await bench.latest(6);

  bench.vendor.play(...whole(answerOf("nobody asks for it")));
  expect(await bench.asked(body)).toMatchObject({ body: said, cache: expect.stringMatching(/^hit/) });
  await bench.afterwards({ outcome: "--", status: 200, hits: 0 });
});

test("K-08 who waits and leaves takes nobody along", async () => {
  const [body, said] = [question(), answerOf("still here")];
  const all = Promise.withResolvers<void>();
  bench.vendor.play(read("all"), waitFor(all.promise), send(answerText(said)));
  const leader = await bench.begin(body);
  await until("it is out", () => bench.vendor.hits().length === 1);
  const [leaving, ...staying] = await crowd(4, body);
  await waiting(5);

  leaving?.leave();
  await waiting(4);
  all.resolve();
  const came = await Promise.all([leader, ...staying].map(cameTo));

  expect(came.map((one) => one.body)).toEqual(came.map(() => said));
  const left = (await bench.latest(5)).filter(({ error }) => error === "client_left");
  expect(left.map(({ outcome, status }) => ({ outcome, status }))).toEqual([{ outcome: "CR", status: null }]);
  expect(bench.vendor.hits().length).toBe(1);

  bench.vendor.play(...whole(answerOf("nobody asks for it")));
  expect(await bench.asked(body)).toMatchObject({ body: said, cache: expect.stringMatching(/^hit/) });
  await bench.afterwards({ outcome: "--", status: 200, hits: 0 });
});

test("K-08 a stream is shared by nobody before it has ended", async () => {
  const format = formats[0];
  if (format === undefined) throw new Error("There are formats.");
  const body = question({ stream: true });
  const [head = "", ...rest] = format.events;
  const all = Promise.withResolvers<void>();
  bench.vendor.play(
    ...[read("all"), send(streamHead()), send(chunk(head)), waitFor(all.promise)],
    ...rest.map((event) => send(chunk(event))),
    send(lastChunk),
  );

  const clients = await Promise.all([1, 2, 3].map(() => bench.begin(body, { stream: true })));
  await until("each has its own", () => bench.vendor.hits().length === 3);
  all.resolve();
  const came = await Promise.all(clients.map(cameTo));

  expect(came.map(({ cache }) => cache)).toEqual(["miss", "miss", "miss"]);
  expect((await bench.asked(body, { stream: true })).cache).toMatch(/^hit/);
  await bench.afterwards({ outcome: "--", status: 200, hits: 3, earlier: 3 });
});
