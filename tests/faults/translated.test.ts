import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { canaries } from "../support/canary.ts";
import {
  expectRefusal,
  type FaultBench,
  headerOf,
  serversAt,
  shortLimits,
  startBench,
} from "../support/fault-bench.ts";
import { fin, flood, hold, read, rst, type Step, send, waitFor } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText, chunk, lastChunk, streamHead } from "../support/http-text.ts";
import type { RawClient } from "../support/raw-client.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({
    flags: { ...shortLimits, "server.loopback_without_token": "true" },
    moreServers: (url) => serversAt(url) + vendors.map((vendor) => serverOf(vendor, url)).join(""),
  });
});
afterAll(() => bench.stop());

const serverOf = ({ name, type, speaks }: (typeof vendors)[number], url: string): string =>
  `${name}:\n  endpoints:\n    ${speaks}: ${url}\n  type: ${type}\n  api_key: ${canaries.held}\n`;

const formatOf = (name: Format["name"]): Format => formats.find((one) => one.name === name) ?? (formats[0] as Format);
const event = (value: { readonly type: string; readonly [field: string]: unknown }): string =>
  `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`;

/** Vendors that hold a key of ours, what they answer, and whose clients ask them. */
const vendors = [
  {
    ...{
      name: "some-anthropic",
      speaks: "anthropic",
      type: "anthropic",
      says: formatOf("anthropic"),
      client: formatOf("openai-chat"),
    },
    path: "/v1/messages",
    events: [
      event({ type: "message_start", message: { id: "msg_1", usage: { input_tokens: 9, output_tokens: 1 } } }),
      event({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }),
      event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "né 你好 🚀" } }),
      event({ type: "content_block_stop", index: 0 }),
      event({ type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 7 } }),
      event({ type: "message_stop" }),
    ],
  },
  {
    ...{
      name: "some-openai",
      speaks: "openai-chat",
      type: "openai",
      says: formatOf("openai-chat"),
      client: formatOf("anthropic"),
    },
    ...{ path: "/v1/chat/completions", events: formatOf("openai-chat").events },
  },
  {
    ...{
      name: "some-google",
      speaks: "gemini",
      type: "google",
      says: formatOf("gemini"),
      client: formatOf("openai-responses"),
    },
    ...{ path: "/v1beta/models/", events: formatOf("gemini").events },
  },
  {
    ...{
      name: "more-openai",
      speaks: "openai-chat",
      type: "openai",
      says: formatOf("openai-chat"),
      client: formatOf("gemini"),
    },
    ...{ path: "/v1/chat/completions", events: formatOf("openai-chat").events },
  },
] as const;

describe.each(vendors)("$client.name of $name", ({ name, says, client: format, path, events }) => {
  /** All that the vendor streams but for its end. */
  const unfinished = events.slice(0, says.name === "anthropic" ? 4 : 1).join("");
  const ask = (stream: boolean): Promise<RawClient> =>
    bench.ask(format, stream, { headers: { "x-proxy-upstream": name } });
  const answerTo = async (stream: boolean, ...script: readonly Step[]): Promise<RawClient> => {
    bench.vendor.play(read("all"), ...script);
    const client = await ask(stream);
    await client.until("the answer ends", () => client.end() !== null);
    return client;
  };
  const bodyOf = (client: RawClient): string => Buffer.from(client.message().body).toString();
  const streamed = (...bodies: readonly (string | Uint8Array)[]): readonly Step[] => [
    send(streamHead()),
    ...bodies.map((body) => send(chunk(body))),
  ];
  /** Breaks the stream in this way, but only after the client has got what came before. */
  const breakAfter = async (...rest: readonly Step[]): Promise<RawClient> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    bench.vendor.play(read("all"), ...streamed(unfinished), waitFor(promise), ...rest);
    const client = await ask(true);
    await client.until("the first text arrives", () => bodyOf(client).includes("né 你好 🚀"));
    resolve();
    await client.until("the answer ends", () => client.end() !== null);
    return client;
  };
  const expectCut = (client: RawClient, why: RegExp): void => {
    expect(client.message().startLine).toStartWith("HTTP/1.1 200 ");
    expect(format.errorEventIn(bodyOf(client))).toMatch(why);
    expect(client.message().isDone).toBe(false);
  };

  test("a whole answer and a stream arrive in the client's format, asked with the vendor's key alone", async () => {
    const whole = await answerTo(false, send(answerText(says.answer)));
    const hit = await bench.hit();
    const stream = await answerTo(true, ...streamed(...events), send(lastChunk));

    expect(hit.text()).toStartWith(`POST ${path}`);
    expect(hit.text()).toContain(canaries.held);
    for (const key of Object.values(format.headers).filter((value) => value.includes("canary")))
      expect(hit.text()).not.toContain(key);
    expect(hit.text()).not.toMatch(/anthropic-beta|openai-organization|x-proxy-upstream/i);
    expect(bodyOf(whole)).toContain("grüße");
    expect(whole.message().startLine).toStartWith("HTTP/1.1 200 ");
    expect(bodyOf(stream)).toContain("né 你好 🚀");
    expect(stream.message().isDone).toBe(true);
    const [row] = await bench.daemon.control.recent({ limit: 1 });
    expect(row?.bytesOut).toBe(stream.message().body.length);
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("U-12: a translated stream that falls silent ends with an error event and a broken transport", async () => {
    expectCut(await breakAfter(hold), /sent nothing for/);
    await bench.afterwards({ outcome: "sD", error: "upstream_stalled", status: 200 });
  });

  test("U-14: a translated stream that is reset, or closed, ends with an error event, never cleanly", async () => {
    for (const end of [rst, fin]) {
      expectCut(await breakAfter(end), /broke the connection/);
      await bench.afterwards({ outcome: "SD", error: "upstream_cut", status: 200 });
    }
  });

  test("U-15: a translated stream that ends without its last event is not passed off as whole", async () => {
    expectCut(await breakAfter(send(lastChunk)), /ended its stream without/);
    await bench.afterwards({ outcome: "SD", error: "upstream_cut", status: 200 });
  });

  test("U-16: a translated stream that has ended but stays open is closed, and ends well", async () => {
    const client = await answerTo(true, ...streamed(...events), hold);

    expect(bodyOf(client)).toContain("né 你好 🚀");
    expect(client.message().isDone).toBe(true);
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("U-24: a vendor's own error in a stream is told in the client's words and counts as a failure", async () => {
    const client = await breakAfter(send(chunk(says.failure)), send(lastChunk));

    expect(bodyOf(client)).toMatch(/Overloaded|had an error|overloaded/);
    expect(format.errorEventIn(bodyOf(client)) ?? bodyOf(client)).toMatch(/verloaded|had an error|response\.failed/);
    await bench.afterwards({ outcome: "SD", status: 200 });
  });

  test("U-18: what is no answer is refused with a reason: half a JSON, nothing, a page, a number", async () => {
    for (const body of [says.answer.slice(0, -7), "", "<html>Just a moment…</html>", "7", "[]"])
      for (const stream of [false, true]) {
        const client = await answerTo(stream, send(answerText(body)));

        expectRefusal(client, format, 502, "upstream_bad_json");
        expect(client.text()).not.toContain("Just a moment");
        await bench.afterwards({ outcome: "SD", error: "upstream_bad_json", status: 502 });
      }
  });

  test("U-25: an error page is an error in the client's format with the vendor's status, without the page", async () => {
    const page = `<html><title>Bad gateway</title>${"x".repeat(3000)}</html>`;
    const client = await answerTo(
      true,
      send(answerText(page, "503 Service Unavailable", { "content-type": "text/html" })),
    );

    expect(client.message().startLine).toStartWith("HTTP/1.1 503 ");
    expect(headerOf(client, "content-type")).toStartWith("application/json");
    expect(bodyOf(client)).not.toContain("<");
    expect(JSON.parse(bodyOf(client))).toHaveProperty("error");
    await bench.afterwards({ outcome: "--", status: 503 });
  });

  test("U-26: a redirect is refused and never followed", async () => {
    const moved = answerText("", "307 Temporary Redirect", { location: "http://127.0.0.1:1/elsewhere" });
    const client = await answerTo(false, send(moved));

    expectRefusal(client, format, 502, "upstream_redirect");
    await bench.afterwards({ outcome: "SH", error: "upstream_redirect", status: 502 });
  });

  test("U-27: a status without a body is no answer", async () => {
    for (const status of ["204 No Content", "205 Reset Content"]) {
      const client = await answerTo(true, send(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`));

      expectRefusal(client, format, 502, "upstream_bad_json");
      await bench.afterwards({ outcome: "SD", error: "upstream_bad_json", status: 502 });
    }
  });

  test("U-31: one event without an end is given up, whether it ever ends or not", async () => {
    const client = await answerTo(true, ...streamed(unfinished), flood(chunk("data: ".padEnd(64 * 1024, "y"))));

    expect(format.errorEventIn(bodyOf(client))).toMatch(/could not be read/);
    await bench.afterwards({ outcome: "SD", error: "upstream_bad_json", status: 200 });
  });

  test("U-32: a packed answer is read; one that unpacks to more than anybody reads is refused", async () => {
    const gzip = { "content-encoding": "gzip" };
    const whole = await answerTo(false, send(answerText(Bun.gzipSync(Buffer.from(says.answer)), "200 OK", gzip)));
    expect(bodyOf(whole)).toContain("grüße");
    expect(headerOf(whole, "content-encoding")).toBeUndefined();

    const packed = chunk(Bun.gzipSync(Buffer.from(events.join(""))));
    const stream = await answerTo(true, send(streamHead(gzip)), send(packed), send(lastChunk));
    expect(bodyOf(stream)).toContain("né 你好 🚀");
    expect(headerOf(stream, "content-type")).toStartWith("text/event-stream");
    await bench.afterwards({ outcome: "--", status: 200 });

    const bomb = Bun.gzipSync(new Uint8Array(100 * 1024 * 1024));
    const refused = await answerTo(false, send(answerText(bomb, "200 OK", gzip)));
    expectRefusal(refused, format, 502, "upstream_bad_json");
    await bench.afterwards({ outcome: "SD", error: "upstream_bad_json", status: 502 });
  });

  test("U-35: a whole answer for a stream, and a stream for a whole answer, whatever their labels say", async () => {
    for (const [stream, label, body, text] of [
      [true, "application/json", says.answer, "grüße"],
      [true, "text/event-stream", says.answer, "grüße"],
      [true, "application/json", events.join(""), "né 你好 🚀"],
      [false, "text/event-stream", events.join(""), "né 你好 🚀"],
      [false, "application/json", events.join(""), "né 你好 🚀"],
      [false, "text/event-stream", says.answer, "grüße"],
    ] as const) {
      const client = await answerTo(
        stream,
        send(streamHead({ "content-type": label })),
        send(chunk(body)),
        send(lastChunk),
      );
      const told = `${label} for ${stream ? "a stream" : "a whole"}: ${bodyOf(client)}`;

      expect(bodyOf(client), told).toContain(text);
      expect(client.message().isDone, told).toBe(true);
      expect(headerOf(client, "content-type"), told).toStartWith(stream ? "text/event-stream" : "application/json");
      if (stream) expect(bodyOf(client), told).toContain("data: ");
      else expect(JSON.parse(bodyOf(client)).error ?? null).toBeNull();
    }
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("U-35: a page under the label of a stream is no stream", async () => {
    const client = await answerTo(true, ...streamed("<html>Just a moment…</html>"), send(lastChunk));

    expect(format.errorEventIn(bodyOf(client))).toMatch(/could not be read/);
    expect(client.text()).not.toContain("Just a moment");
    await bench.afterwards({ outcome: "SD", error: "upstream_bad_json", status: 200 });
  });

  test("C-01: when the client leaves, the vendor's connection is closed", async () => {
    bench.vendor.play(read("all"), ...streamed(unfinished), hold);
    const client = await ask(true);
    await client.until("the first text arrives", () => bodyOf(client).includes("né 你好 🚀"));
    client.leave();

    await (await bench.hit()).closed;
    await bench.afterwards({ outcome: "CD", error: "client_left", status: 200 });
  });

  test("U-29: nothing that a vendor says in an answer becomes a header or an event of its own", async () => {
    const evil = "x\r\nx-evil: 1\r\n\r\nevent: error\ndata: {}\n\n\u2028";
    const told = (text: string): string =>
      text.replaceAll(
        /"(id|model|responseId|modelVersion)":"[^"]*"/g,
        (_, field) => `"${field}":${JSON.stringify(evil)}`,
      );
    const whole = await answerTo(false, send(answerText(told(says.answer))));
    const stream = await answerTo(true, ...streamed(...events.map(told)), send(lastChunk));

    for (const client of [whole, stream]) {
      expect(headerOf(client, "x-evil")).toBeUndefined();
      expect(bodyOf(client)).not.toMatch(/^(x-evil|event: error|data: \{\})/m);
    }
    await bench.afterwards({ outcome: "--", status: 200 });
  });
});
