import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectRefusal, expectWhole, type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { fin, read, rst, send } from "../support/faultd.ts";
import { everyFormat, everyWay, type Format, formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const keeping = (format: Format): Buffer => answerText(format.answer, "200 OK", { connection: "keep-alive" });

const asked = async (client: RawClient): Promise<RawClient> => {
  await client.until("the answer ends", () => client.end() !== null);
  return client;
};

/** How many requests a vendor has got over this connection. */
const requestsIn = (text: string): number => text.split(" HTTP/1.1\r\n").length - 1;

describe.each(everyWay)("$way", ({ format, stream }) => {
  test("U-07: a vendor that closes a kept connection on the next request is a 502 that does not ask again", async () => {
    bench.vendor.play(read("all"), send(keeping(format)), read("more"), fin);
    expectWhole(await asked(await bench.ask(format, false)), format.answer);

    const client = await asked(await bench.ask(format, stream));

    expectRefusal(client, format, 502, "upstream_closed");
    expect(headerOf(client, "x-proxy-request-sent")).toBe("unknown");
    expect(bench.vendor.hits().map((hit) => requestsIn(hit.text()))).toEqual([2]);
    await bench.afterwards({ outcome: "SH", error: "upstream_closed", status: 502, earlier: 1 });
  });
});

test("U-07: a GET, which asks for nothing to be done, may go out again over a new connection", async () => {
  const [anthropic] = formats as [Format];
  bench.vendor.play(read("all"), send(keeping(anthropic)), read("more"), rst);
  expectWhole(await asked(await bench.ask(anthropic, false)), anthropic.answer);

  const client = await connectRaw(bench.daemon.port);
  client.write(
    `GET /v1/models HTTP/1.1\r\nhost: 127.0.0.1:${bench.daemon.port}\r\nanthropic-version: 2023-06-01\r\nconnection: close\r\n\r\n`,
  );
  await asked(client);

  expectWhole(client, anthropic.answer);
  expect(bench.vendor.hits().map((hit) => requestsIn(hit.text()))).toEqual([2, 1]);
  await bench.afterwards({ outcome: "--", status: 200, hits: 2, earlier: 1 });
});

describe.each(everyFormat)("$way", ({ format }) => {
  test.each([
    ["says that it closes, and does", "close"],
    ["says that it keeps them, and closes", "keep-alive"],
  ])("U-36: a vendor that %s costs no request", async (_, connection) => {
    const count = 125;
    bench.vendor.play(read("all"), send(answerText(format.answer, "200 OK", { connection })), fin);

    for (let at = 0; at < count; at++) expectWhole(await asked(await bench.ask(format, false)), format.answer);

    await bench.afterwards({ outcome: "--", status: 200, hits: count, earlier: count - 1 });
  });
});
