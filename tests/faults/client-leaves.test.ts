import { afterAll, beforeAll, describe, test } from "bun:test";
import { type FaultBench, startBench } from "../support/fault-bench.ts";
import { hold, read, send } from "../support/faultd.ts";
import { everyFormat, everyWay, streamOf } from "../support/formats.ts";
import { answerText, chunk, requestText, streamHead } from "../support/http-text.ts";
import { connectRaw } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({ flags: { "timeouts.linger_ms": "20000", "limits.held_body_bytes": "65536" } });
});
afterAll(() => bench.stop());

describe.each(everyWay)("$way", ({ format, stream }) => {
  test("C-01: a client that leaves before the answer begins takes the vendor's call with it", async () => {
    bench.vendor.play(read("all"), hold);
    const client = await bench.ask(format, stream);
    const hit = await bench.hit();
    await until("the whole request has come", () => hit.body().length === Buffer.byteLength(format.body(stream)));

    client.leave();

    await until("the vendor's connection closes", () => hit.isClosed());
    await bench.afterwards({ outcome: "CH", error: "client_left", status: null });
  });

  test("C-01: a client that leaves while it uploads never gets to the vendor", async () => {
    bench.vendor.play(read("all"), send(answerText(format.answer)));
    const client = await connectRaw(bench.daemon.port);
    const request = requestText(format, stream, bench.daemon.port);
    client.write(request.subarray(0, -5));
    await until("the daemon has begun to take it", async () => (await bench.daemon.control.status({})).inFlight === 1);

    client.leave();

    await bench.afterwards({ outcome: "CR", error: "client_left", hits: 0, status: null });
  });
});

describe.each(everyFormat)("$way streamed", ({ format }) => {
  test("C-01: a client that leaves in the middle of a stream takes the vendor's call with it", async () => {
    const [first = ""] = format.events;
    bench.vendor.play(read("all"), send(streamHead()), send(chunk(first)), hold);
    const client = await bench.ask(format, true);
    await client.until("the first event", () => client.message().body.length === Buffer.byteLength(first));

    client.leave();

    const hit = await bench.hit();
    await until("the vendor's connection closes", () => hit.isClosed());
    await bench.afterwards({ outcome: "CD", error: "client_left", status: 200 });
  });

  test("C-01: a client that leaves after the last event has had a whole answer", async () => {
    bench.vendor.play(read("all"), send(streamHead()), send(chunk(streamOf(format))), hold);
    const client = await bench.ask(format, true);
    await client.until("the whole stream", () => client.message().body.length === Buffer.byteLength(streamOf(format)));

    client.leave();

    const hit = await bench.hit();
    await until("the vendor's connection closes", () => hit.isClosed());
    await bench.afterwards({ outcome: "--", status: 200 });
  });
});

test("C-01: a client that leaves in the middle of a large streamed upload ends the vendor's call too", async () => {
  const [{ format }] = everyFormat as [(typeof everyFormat)[number]];
  bench.vendor.play(read("all"), hold);
  const client = await connectRaw(bench.daemon.port);
  client.write(requestText(format, true, bench.daemon.port, { "content-length": "900000" }, "x".repeat(300_000)));
  const hit = await bench.hit();
  await until("the upload flows", () => hit.bytes().length > 200_000);

  client.leave();

  await until("the vendor's connection closes", () => hit.isClosed());
  await bench.afterwards({ outcome: "CR", error: "client_left", status: null });
});
