import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectBroken, expectWhole, type FaultBench, shortLimits, startBench } from "../support/fault-bench.ts";
import { drip, fin, hold, read, rst, type Step, send, waitFor } from "../support/faultd.ts";
import { everyFormat, type Format, streamOf } from "../support/formats.ts";
import { chunk, lastChunk, streamHead } from "../support/http-text.ts";
import type { RawClient } from "../support/raw-client.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({ flags: shortLimits });
});
afterAll(() => bench.stop());

/** All but the last event, which would end the stream. */
const unfinished = ({ events }: Format): string => events.slice(0, -1).join("");

/** Breaks the stream in this way, but only after the client has got what came before. */
const breakAfter = async (format: Format, first: string | Buffer, ...rest: readonly Step[]): Promise<RawClient> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const before = typeof first === "string" ? chunk(first) : first;
  bench.vendor.play(read("all"), send(streamHead()), send(before), waitFor(promise), ...rest);
  const client = await bench.ask(format, true);
  const whole = typeof first === "string" ? Buffer.from(first) : Buffer.from(unfinished(format)).subarray(0, -9);
  await client.until("the first events arrive", () => Buffer.from(client.message().body).includes(whole));
  resolve();
  await client.until("the answer ends", () => client.end() !== null);
  return client;
};

describe.each(everyFormat)("$way", ({ format }) => {
  test("U-12: a stream that falls silent ends with an error event and a broken transport", async () => {
    const client = await breakAfter(format, unfinished(format), hold);

    expectBroken(client, format, unfinished(format), /sent nothing for/);
    await bench.afterwards({ outcome: "sD", error: "upstream_stalled", status: 200 });
  });

  test("U-14: a stream that is reset ends with an error event, never cleanly", async () => {
    const client = await breakAfter(format, unfinished(format), rst);

    expectBroken(client, format, unfinished(format), /broke the connection/);
    await bench.afterwards({ outcome: "SD", error: "upstream_cut", status: 200 });
  });

  test("U-14: a stream that stops inside a chunk keeps every byte that came and then names the cut", async () => {
    const half = Buffer.from(unfinished(format)).subarray(0, -9);
    const client = await breakAfter(format, Buffer.concat([Buffer.from("ffff\r\n"), half]), fin);

    expectBroken(client, format, half, /broke the connection/);
    await bench.afterwards({ outcome: "SD", error: "upstream_cut", status: 200 });
  });

  test("U-14: a stream whose connection closes between two events is a cut too", async () => {
    const client = await breakAfter(format, unfinished(format), fin);

    expectBroken(client, format, unfinished(format), /broke the connection/);
    await bench.afterwards({ outcome: "SD", error: "upstream_cut", status: 200 });
  });

  // Bun's fetch may drop what came together with the end (docs/decisions/0009): what came before must be there.
  test("U-14: a cut that comes along with the last bytes is named, and everything before them is there", async () => {
    const [first = "", ...rest] = format.events;
    const client = await breakAfter(format, first, send(chunk(rest.slice(0, -1).join("") || ": still here\n\n")), fin);

    expectBroken(client, format, first, /broke the connection/);
    await bench.afterwards({ outcome: "SD", error: "upstream_cut", status: 200 });
  });

  test("U-15: a stream that ends in order but without its last event is not passed off as whole", async () => {
    const client = await breakAfter(format, unfinished(format), send(lastChunk));

    expectBroken(client, format, unfinished(format), /ended its stream without/);
    await bench.afterwards({ outcome: "SD", error: "upstream_cut", status: 200 });
  });

  test("U-16: a stream that has ended but stays open is closed, and ends well", async () => {
    const client = await bench.fault(format, true, [
      read("all"),
      send(streamHead()),
      send(chunk(streamOf(format))),
      hold,
    ]);

    expectWhole(client, streamOf(format));
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("U-16: the row of a stream that has ended does not wait for the connection to close", async () => {
    bench.vendor.play(read("all"), send(streamHead()), send(chunk(streamOf(format))), hold);
    const start = performance.now();
    const client = await bench.ask(format, true);

    await client.until("the answer ends", () => client.end() !== null);
    const wholeMs = performance.now() - start;
    const [newest] = await bench.daemon.control.recent({ limit: 1 });

    expect(newest?.outcome).toBe("--");
    // Gemini has no last event, and may still tell its counts: there the row waits.
    if (format.name !== "gemini") expect(newest?.durationMs).toBeLessThan(wholeMs - lingerMs / 2);
    await bench.afterwards({ outcome: "--", status: 200 });
  });

  test("I-06: wherever between two events a stream ends, it never ends as if it were whole", async () => {
    for (let count = 0; count < format.events.length; count++) {
      const sofar = format.events.slice(0, count).join("");
      const script = [read("all"), send(streamHead()), ...(sofar === "" ? [] : [send(chunk(sofar))]), send(lastChunk)];
      const client = await bench.fault(format, true, script);

      expectBroken(client, format, sofar, /ended its stream without/);
      await bench.afterwards({ outcome: "SD", error: "upstream_cut", status: 200 });
    }
  });

  test("U-17: events out of order are passed on as they are, and counted", async () => {
    const [first = "", ...rest] = format.events;
    const odd = [first, first, ...rest, ...rest, ": a comment\n\n"].join("");
    const before = (await bench.daemon.control.status({})).tally.protocolWarnings;
    const client = await bench.fault(format, true, [
      read("all"),
      send(streamHead()),
      send(chunk(odd)),
      send(lastChunk),
    ]);

    expectWhole(client, odd);
    await bench.afterwards({ outcome: "--", status: 200 });
    const { protocolWarnings } = (await bench.daemon.control.status({})).tally;
    const expected = {
      anthropic: 1 + rest.length,
      "openai-chat": rest.length,
      "openai-responses": 1 + rest.length,
      gemini: 0,
    };
    expect(protocolWarnings - before).toBe(expected[format.name]);
  });

  test("U-24: a vendor's own error event in a 200 stream reaches the client and counts as a failure", async () => {
    const told = unfinished(format) + format.failure;
    const client = await bench.fault(format, true, [
      read("all"),
      send(streamHead()),
      send(chunk(told)),
      send(lastChunk),
    ]);

    expectWhole(client, told);
    await bench.afterwards({ outcome: "SD", status: 200 });
  });

  test("U-13: a stream that drips byte by byte, through letters and line ends, arrives as it was sent", async () => {
    const script = [
      read("all"),
      send(streamHead()),
      ...[...Buffer.from(streamOf(format))].map((byte) => drip(chunk(Uint8Array.of(byte)), 3, 0)),
      send(lastChunk),
    ];
    const client = await bench.fault(format, true, script);

    expectWhole(client, streamOf(format));
    await bench.afterwards({ outcome: "--", status: 200 });
  });
});

const lingerMs = 150;

test("U-13: the first byte of a stream is passed on before the second has come", async () => {
  const [{ format }] = everyFormat as [(typeof everyFormat)[number]];
  const { promise, resolve } = Promise.withResolvers<void>();
  bench.vendor.play(
    read("all"),
    send(streamHead()),
    send(chunk("e")),
    waitFor(promise),
    send(chunk(streamOf(format).slice(1))),
    send(lastChunk),
  );
  const client = await bench.ask(format, true);

  await client.until("one byte of the body", () => Buffer.from(client.message().body).toString() === "e");
  resolve();
  await client.until("the answer ends", () => client.end() !== null);

  expectWhole(client, streamOf(format));
  await bench.afterwards({ outcome: "--", status: 200 });
});
