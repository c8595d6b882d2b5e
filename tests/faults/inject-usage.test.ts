import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectBroken, expectWhole, type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { drip, fin, hold, read, type Step, send } from "../support/faultd.ts";
import { everyFormat, type Format } from "../support/formats.ts";
import { answerText, chunk, lastChunk, streamHead } from "../support/http-text.ts";
import { soundCounts, spokenUsages } from "../support/spoken-usage.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({ flags: { "meter.inject_usage": "true" } });
});
afterAll(() => bench.stop());

const chat = everyFormat.map(({ format }) => format).find(({ name }) => name === "openai-chat") as Format;
const told = spokenUsages.find(({ format }) => format.name === "openai-chat")?.events(soundCounts) ?? [];

/** The stream as OpenAI sends it to who asks for the usage, and to who does not. */
const asked = told.join("");
const unasked = told
  .filter((event) => !event.includes('"choices":[]'))
  .join("")
  .replaceAll(',"usage":null', "");

const played = (...script: readonly Step[]) => bench.fault(chat, true, [read("all"), ...script]);

test("what leaves is the client's own body with one thing more, and what arrives has one thing less", async () => {
  const client = await played(send(streamHead()), send(chunk(asked)), send(lastChunk));

  const body = chat.body(true);
  const left = Buffer.from((await bench.hit()).body()).toString();
  expect(left).toBe(`${body.slice(0, -1)},"stream_options":{"include_usage":true}}`);
  expectWhole(client, unasked);
  const [row] = await bench.daemon.control.recent({ limit: 1 });
  expect(row).toMatchObject({ inputTokens: 120, outputTokens: 17, cacheReadTokens: 40, costKind: "reported" });
  await bench.afterwards({ outcome: "--", status: 200 });
});

test("U-13: byte by byte it is the same", async () => {
  const pieces = [...Buffer.from(asked)].map((byte) => drip(chunk(Uint8Array.of(byte)), 3, 0));
  const client = await played(send(streamHead()), ...pieces, send(lastChunk));

  expectWhole(client, unasked);
  await bench.afterwards({ outcome: "--", status: 200 });
});

test("a stream that told its length does so no more, because it is shorter", async () => {
  const client = await played(send(answerText(asked, "200 OK", { "content-type": "text/event-stream" })));

  expectWhole(client, unasked);
  expect(headerOf(client, "content-length")).toBeUndefined();
  await bench.afterwards({ outcome: "--", status: 200 });
});

test("U-16: a stream that has ended but stays open is closed, and ends well", async () => {
  const client = await played(send(streamHead()), send(chunk(asked)), hold);

  expectWhole(client, unasked);
  await bench.afterwards({ outcome: "--", status: 200 });
});

test("U-15: where it ends too early, half an event is kept back and the cut is named", async () => {
  const [first = "", second = ""] = told;
  const client = await played(send(streamHead()), send(chunk(first + second.slice(0, -9))), send(lastChunk));

  expectBroken(client, chat, first.replace(',"usage":null', ""), /ended its stream without/);
  await bench.afterwards({ outcome: "SD", error: "upstream_cut", status: 200 });
});

test("U-14: the same where the connection breaks", async () => {
  const [first = ""] = told;
  const client = await played(send(streamHead()), send(chunk(first)), fin);

  expect(client.message().isDone).toBe(false);
  await bench.afterwards({ outcome: "SD", error: "upstream_cut", status: 200 });
});

describe("nothing is taken out of", () => {
  test("a refusal", async () => {
    const refusal =
      '{"error":{"message":"Unknown parameter: stream_options","type":"invalid_request_error"},"usage":null}';
    const client = await played(send(answerText(refusal, "400 Bad Request")));

    expect(client.message().startLine).toStartWith("HTTP/1.1 400 ");
    expect(Buffer.from(client.message().body).toString()).toBe(refusal);
    await bench.afterwards({ outcome: "--", status: 400 });
  });

  test("a whole answer in the place of a stream", async () => {
    const client = await played(send(answerText(chat.answer)));

    expectWhole(client, chat.answer);
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("a stream of another format", async () => {
    for (const { format, events } of spokenUsages.filter(({ format }) => format.name !== "openai-chat")) {
      const stream = events(soundCounts).join("");
      const script = [read("all"), send(streamHead()), send(chunk(stream)), send(lastChunk)];
      const client = await bench.fault(format, true, script);

      expectWhole(client, stream);
      expect(Buffer.from((await bench.hit()).body()).toString()).toBe(format.body(true));
    }
  });
});
