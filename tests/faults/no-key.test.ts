import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type FaultBench, startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { everyFormat } from "../support/formats.ts";
import { answerText, requestText } from "../support/http-text.ts";
import { connectRaw } from "../support/raw-client.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const keyHeader = /^(x-api-key|authorization|x-goog-api-key): .*\r\n/gim;

describe.each(everyFormat)("$way", ({ format }) => {
  test("C-23: a request without any key goes to the vendor as it is, and so comes the vendor's refusal back", async () => {
    const words = '{"error":"the vendor wants a key"}';
    bench.vendor.play(read("all"), send(answerText(words, "401 Unauthorized")));
    const client = await connectRaw(bench.daemon.port);
    const text = requestText(format, false, bench.daemon.port, { "x-proxy-upstream": format.upstream }).toString(
      "latin1",
    );

    client.write(Buffer.from(text.replaceAll(keyHeader, ""), "latin1"));
    await client.until("the answer", () => client.message().isDone);

    expect(client.message().startLine).toStartWith("HTTP/1.1 401 ");
    expect(Buffer.from(client.message().body).toString()).toBe(words);
    expect((await bench.hit()).text()).not.toMatch(keyHeader);
    await bench.afterwards({ outcome: "--", status: 401 });
  });
});
