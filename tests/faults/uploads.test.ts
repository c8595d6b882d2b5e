import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectRefusal, type FaultBench, startBench } from "../support/fault-bench.ts";
import { hold, read, rst, send } from "../support/faultd.ts";
import { everyFormat, type Format } from "../support/formats.ts";
import { answerText, requestText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

/** Smaller bodies than the uploads here are held, so these stream through. */
const held = 64 * 1024;

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({ flags: { "limits.held_body_bytes": String(held) } });
});
afterAll(() => bench.stop());

const megabytes5 = 5 * 1024 * 1024;

/** Begins an upload of five megabytes and leaves it unfinished. */
const beginUpload = async (format: Format): Promise<RawClient> => {
  const client = await connectRaw(bench.daemon.port);
  const headers = { "content-length": String(megabytes5) };
  client.write(requestText(format, false, bench.daemon.port, headers, "x".repeat(1024 * 1024)));
  return client;
};

describe.each(everyFormat)("$way", ({ format }) => {
  test.each([401, 413])("U-09: a %i that comes while we upload is passed on, and the upload stops", async (status) => {
    const words = `{"error":"no more of that: ${status}"}`;
    bench.vendor.play(read(200_000), send(answerText(words, `${status} No`)), hold);
    const client = await beginUpload(format);

    await client.until("the answer", () => client.message().isDone, 10_000);

    expect(client.message().startLine).toStartWith(`HTTP/1.1 ${status}`);
    expect(Buffer.from(client.message().body).toString()).toBe(words);
    client.leave();
    const hit = await bench.hit();
    await until("the vendor's connection closes", () => hit.isClosed(), 10_000);
    expect(hit.bytes().length).toBeLessThan(megabytes5);
    await bench.afterwards({ outcome: "--", status });
  });

  test("U-08: a vendor that resets the connection while we upload is a 502, and nothing is sent again", async () => {
    bench.vendor.play(read(200_000), rst);
    const client = await beginUpload(format);

    await client.until("the answer", () => client.message().isDone, 10_000);

    expectRefusal(client, format, 502, "upstream_closed");
    client.leave();
    await bench.afterwards({ outcome: "SH", error: "upstream_closed", status: 502 });
  });

  test("U-08: so is one that resets it while we send what we hold", async () => {
    const client = await bench.fault(format, false, [read(10), rst]);

    expectRefusal(client, format, 502, "upstream_closed");
    expect(client.text()).toContain("x-proxy-request-sent: unknown");
    await bench.afterwards({ outcome: "SH", error: "upstream_closed", status: 502 });
  });
});
