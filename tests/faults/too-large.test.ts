import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { hold, read } from "../support/faultd.ts";
import { everyFormat, type Format, formats } from "../support/formats.ts";
import { chunk, requestText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

const limit = 256 * 1024;

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({
    flags: { "limits.max_body_bytes": String(limit), "limits.held_body_bytes": String(64 * 1024) },
  });
});
afterAll(() => bench.stop());

/** The head of a request, and as much of a body as is to come at once. */
const begin = async (format: Format, headers: Readonly<Record<string, string>>, body: string): Promise<RawClient> => {
  const client = await connectRaw(bench.daemon.port);
  client.write(requestText(format, false, bench.daemon.port, headers, body));
  return client;
};

const expectTooLarge = async (client: RawClient, format: Format): Promise<void> => {
  await client.until("the answer", () => client.message().isDone, 10_000);
  const { startLine, body } = client.message();
  expect(startLine).toStartWith("HTTP/1.1 413 ");
  expect(headerOf(client, "x-proxy-error")).toBe("body_too_large");
  expect(format.errorIn(Buffer.from(body).toString())).toContain("limits.max_body_bytes");
  client.leave();
};

describe.each(everyFormat)("$way", ({ format }) => {
  test("C-10: a body that is announced as too large is refused before it has come, in the client's own words", async () => {
    bench.vendor.play();
    const client = await begin(format, { "content-length": String(limit + 1) }, "x");

    await expectTooLarge(client, format);

    await bench.afterwards({ outcome: "PR", error: "body_too_large", hits: 0, status: 413 });
  });
});

test("C-10: a body in chunks is counted as it comes, and nothing of it is taken for a whole request", async () => {
  const [format] = formats as [Format];
  bench.vendor.play(read("all"), hold);
  const client = await connectRaw(bench.daemon.port);
  const head = requestText(format, false, bench.daemon.port, {}, "").toString("latin1");
  client.write(Buffer.from(head.replace(/content-length: \d+/, "transfer-encoding: chunked"), "latin1"));
  for (let sent = 0; sent <= limit; sent += 32 * 1024) client.write(chunk("x".repeat(32 * 1024)));

  await until("an answer or the end of the connection", () => client.end() !== null || client.message().isDone, 10_000);

  expect(client.text()).toStartWith("HTTP/1.1 413 ");
  for (const hit of bench.vendor.hits()) expect(hit.text()).not.toContain("\r\n0\r\n\r\n");
  client.leave();
});
