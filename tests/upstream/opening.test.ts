import { describe, expect, test } from "bun:test";
import { Declined, type Opening } from "../../src/core/judge.ts";
import { anthropic } from "../../src/dialects/anthropic/index.ts";
import { createShelf } from "../../src/upstream/aside.ts";
import { judged } from "../../src/upstream/opening.ts";

const event = (type: string, more: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
const start = event("message_start", { message: { id: "m", model: "c", usage: { input_tokens: 1 } } });
const ping = event("ping");
const block = event("content_block_start", { index: 0, content_block: { type: "text", text: "" } });
const delta = event("content_block_delta", { index: 0, delta: { type: "text_delta", text: "hi" } });
const overloaded = event("error", { error: { type: "overloaded_error", message: "Overloaded" } });

const stream = (...pieces: readonly string[]) => {
  const left = pieces.map((piece) => new TextEncoder().encode(piece));
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        const piece = left.shift();
        return piece === undefined ? controller.close() : controller.enqueue(piece);
      },
      cancel: () => {
        isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, left, isCancelled: () => isCancelled };
};

const sse = { headers: { "content-type": "text/event-stream" } };

const looking = (declines: boolean, looksInside = true, mostHeldMs = 60_000) => {
  const seen: Opening[] = [];
  const judge = {
    looksInside,
    declines: (opening: Opening) => {
      seen.push(opening);
      return declines;
    },
  };
  const asked = { dialect: anthropic, errorDialect: anthropic, path: "/v1/messages" };
  return { seen, job: { judge, asked, retryAfterMs: null, shelf: createShelf(), mostHeldMs } };
};

describe("a stream", () => {
  test("that says something goes on to the byte, and nobody is asked", async () => {
    const { seen, job } = looking(true);
    const source = stream(start + ping, block + delta, "the rest", " of it");

    const answer = await judged(new Response(source.body, sse), job);
    expect(await answer.text()).toBe(`${start}${ping}${block}${delta}the rest of it`);
    expect(seen).toEqual([]);
  });

  test("that begins with an error is let go, pings and a start before it included", async () => {
    for (const before of ["", ping, start + ping]) {
      const { seen, job } = looking(true);
      const source = stream(...(before === "" ? [] : [before]), overloaded, "never read");

      await expect(judged(new Response(source.body, sse), job)).rejects.toBeInstanceOf(Declined);
      expect(seen).toMatchObject([{ status: 200, error: { kind: "overloaded" } }]);
      expect(source.isCancelled()).toBe(true);
    }
  });

  test("that the judge lets pass has all of its bytes", async () => {
    const { job } = looking(false);
    const answer = await judged(new Response(stream(ping, overloaded, "rest").body, sse), job);

    expect(await answer.text()).toBe(`${ping}${overloaded}rest`);
  });

  test("that says nothing for too long is passed on as it is, and so is one that is all pings", async () => {
    const { seen, job } = looking(true, true, 1);
    const silent = new ReadableStream<Uint8Array>();
    expect((await judged(new Response(silent, sse), job)).status).toBe(200);

    const many = stream(...Array.from({ length: 3000 }, () => ping), overloaded);
    const answer = await judged(new Response(many.body, sse), looking(true).job);
    expect(await answer.text()).toBe(ping.repeat(3000) + overloaded);
    expect(seen).toEqual([]);
  });

  test("that breaks off before it says anything breaks off for who takes it", async () => {
    const { job } = looking(true);
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(start)),
      pull: (controller) => controller.error(new Error("cut")),
    });
    const answer = await judged(new Response(broken, sse), job);

    await expect(answer.text()).rejects.toThrow("cut");
  });

  test("is not touched where nobody would take over", async () => {
    const { job } = looking(true, false);
    const answer = new Response(stream(overloaded).body, sse);

    expect(await judged(answer, job)).toBe(answer);
  });
});

describe("an error", () => {
  const body = JSON.stringify({ type: "error", error: { type: "rate_limit_error", message: "spend limit" } });
  const json = { headers: { "content-type": "application/json" } };

  test("is read before it is judged, and is whole where it passes", async () => {
    const { seen, job } = looking(false, false);
    const answer = await judged(new Response(body, { status: 429, ...json }), job);

    expect(seen).toMatchObject([{ status: 429, error: { kind: "rate_limited", message: "spend limit" } }]);
    expect([answer.status, await answer.text()]).toEqual([429, body]);
  });

  test("of the client's own making is not looked at", async () => {
    const { seen, job } = looking(true);
    const answer = new Response(body, { status: 400, ...json });

    expect(await judged(answer, job)).toBe(answer);
    expect(seen).toEqual([]);
  });

  test("that cannot be read, or has no body, is judged by its status", async () => {
    for (const page of ["<html>busy</html>", null]) {
      const { seen, job } = looking(true, false);

      await expect(judged(new Response(page, { status: 503 }), job)).rejects.toBeInstanceOf(Declined);
      expect(seen).toMatchObject([{ status: 503, error: null }]);
    }
  });
});
