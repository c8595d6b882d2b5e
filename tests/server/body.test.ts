import { expect, test } from "bun:test";
import { takeBody } from "../../src/server/body.ts";
import { createWatchdog } from "../../src/upstream/watchdog.ts";
import { exchangeOf } from "../support/exchange.ts";

const watchdog = createWatchdog(() => performance.now(), 5);
const rules = { limits: { heldBytes: 10, maxBytes: 100, stallMs: 100 }, watch: watchdog.watch };

const chunked = (...sizes: readonly number[]) => {
  const rest = [...sizes];
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const size = rest.shift();
      if (size === undefined) controller.close();
      else controller.enqueue(new Uint8Array(size).fill(120));
    },
  });
  return exchangeOf("/v1/messages", { body, headers: { "transfer-encoding": "chunked" } });
};
const sized = (size: number) =>
  exchangeOf("/v1/messages", { body: "x".repeat(size), headers: { "content-length": String(size) } });

test("a request without a body has none", async () => {
  expect(await takeBody(exchangeOf("/", { method: "GET" }), rules)).toEqual({ kind: "none" });
});

test("a small body is held, whether its length was told or not", async () => {
  for (const exchange of [sized(10), chunked(3, 7)]) {
    const body = await takeBody(exchange, rules);

    expect(body.kind === "held" && body.bytes.length).toBe(10);
    expect(exchange.notes.bytesIn).toBe(10);
  }
});

test("a larger one streams, and is counted as it passes", async () => {
  for (const exchange of [sized(90), chunked(8, 30, 52)]) {
    const body = await takeBody(exchange, rules);

    if (body.kind !== "streamed") throw new Error(`it is ${body.kind}`);
    expect((await new Response(body.stream).text()).length).toBe(90);
    expect(exchange.notes.bytesIn).toBe(90);
  }
});

test("one that says it is too large is refused before a byte is read", async () => {
  await expect(takeBody(sized(101), rules)).rejects.toMatchObject({ code: "body_too_large" });
});

test("one without a length is refused for its size also where more would be held", async () => {
  const body = takeBody(chunked(8, 8), { ...rules, limits: { ...rules.limits, heldBytes: 100, maxBytes: 10 } });

  await expect(body).rejects.toMatchObject({ code: "body_too_large" });
});

test("one that turns out to be too large is refused on its way", async () => {
  const body = await takeBody(chunked(50, 50, 50), rules);

  if (body.kind !== "streamed") throw new Error(`it is ${body.kind}`);
  await expect(new Response(body.stream).text()).rejects.toMatchObject({ code: "body_too_large" });
});

test("a client that leaves while it sends is told from a mistake of ours", async () => {
  const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("reset")) });

  expect(takeBody(exchangeOf("/", { body, headers: { "transfer-encoding": "chunked" } }), rules)).rejects.toMatchObject(
    { code: "client_left" },
  );
});

test("a body that stands still is given up, whatever its size and framing", async () => {
  const still = () => new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(5)) });
  for (const headers of [{ "transfer-encoding": "chunked" }, { "content-length": "8" }, { "content-length": "70" }]) {
    const taking = takeBody(exchangeOf("/", { body: still(), headers }), rules).then(async (body) => {
      if (body.kind === "streamed") await new Response(body.stream).text();
    });

    await expect(taking).rejects.toMatchObject({ code: "upload_stalled" });
  }
  expect(watchdog.watching()).toBe(0);
});

test("a streamed body that nobody ever reads is not watched beyond its request", async () => {
  const exchange = sized(90);
  const body = await takeBody(exchange, rules);
  expect([body.kind, watchdog.watching()]).toEqual(["streamed", 1]);

  exchange.settle({ code: "PR", status: 400, error: "upstream_undecided" });
  await exchange.outcome;

  expect(watchdog.watching()).toBe(0);
});
