import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectWhole, type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { everyFormat, everyWay, type Format, formats } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";
import { until } from "../support/wait.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({ flags: { "retries.on_overload": "2" } });
});
afterAll(() => bench.stop());

const refusing = (headers: Record<string, string>, status = "429 Too Many Requests", body = "{}") => [
  read("all"),
  send(answerText(body, status, headers)),
];

describe.each(everyWay)("$way", ({ format, stream }) => {
  test("U-22: a 429 is tried again as often as is wished, after the wait that it asks for, and then relayed", async () => {
    const body = '{"error": {"message":"slow down é"}}';
    const client = await bench.fault(format, stream, refusing({ "retry-after": "0" }, undefined, body));

    expect(client.message().startLine).toStartWith("HTTP/1.1 429");
    expect(Buffer.from(client.message().body).toString()).toBe(body);
    expect(headerOf(client, "retry-after")).toBe("0");
    const { upstream } = format;
    expect(headerOf(client, "x-proxy-attempts")).toBe(`${upstream} limited, ${upstream} limited, ${upstream}`);
    await bench.afterwards({ outcome: "--", hits: 3, status: 429 });
  });

  test("U-23: so is a 529", async () => {
    const client = await bench.fault(format, stream, refusing({ "retry-after": "0" }, "529 Site Overloaded"));

    expect(client.message().startLine).toStartWith("HTTP/1.1 529");
    await bench.afterwards({ outcome: "--", hits: 3, status: 529 });
  });
});

describe.each(everyFormat)("$way", ({ format }) => {
  test("U-22: who asks for more patience than is wished, or says that money has run out, is relayed at once", async () => {
    const spent =
      '{"type":"error","error":{"type":"rate_limit_error","message":"You hit your spend limit","code":"insufficient_quota"}}';
    for (const script of [
      refusing({ "retry-after": "999999" }),
      refusing({ "retry-after": "1", "x-should-retry": "false" }),
      refusing({}, undefined, spent),
      refusing({ "retry-after": "0" }, "500 Internal Server Error"),
    ]) {
      const client = await bench.fault(format, false, script);
      expect(headerOf(client, "x-proxy-attempts")).toBeUndefined();
      expect(bench.vendor.hits().length).toBe(1);
    }
    await bench.afterwards({ outcome: "--", status: 500 });
  });

  test("a client that leaves while its request waits ends it at once", async () => {
    bench.vendor.play(...refusing({ "retry-after": "20" }));
    const client = await bench.ask(format, false);
    await until("the vendor has refused it", async () => (await bench.hit()).sentBytes() > 0);
    client.leave();

    await bench.afterwards({ outcome: "CH", error: "client_left" });
  });
});

test("U-22: where the vendor has room again the client sees the answer, and never that it waited", async () => {
  const [format] = formats as [Format];
  bench.vendor.play(...refusing({ "retry-after": "3" }));
  const client = await bench.ask(format, false);
  await until("the vendor has refused it", () => bench.vendor.hits()[0]?.isClosed() === true);
  bench.vendor.play(read("all"), send(answerText(format.answer)));
  await client.until("the answer ends", () => client.end() !== null);

  expectWhole(client, format.answer);
  expect(headerOf(client, "x-proxy-attempts")).toBe("anthropic limited, anthropic");
});
