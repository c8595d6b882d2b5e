import { afterAll, beforeAll, describe, test } from "bun:test";
import { expectRefusal, type FaultBench, shortLimits, startBench } from "../support/fault-bench.ts";
import { fin, hold, read, rst } from "../support/faultd.ts";
import { everyWay } from "../support/formats.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({ flags: shortLimits });
});
afterAll(() => bench.stop());

describe.each(everyWay)("$way", ({ format, stream }) => {
  test("U-06: a vendor that closes without a byte is a 502, and the request is not sent again", async () => {
    const client = await bench.fault(format, stream, [read("all"), fin]);

    expectRefusal(client, format, 502, "upstream_closed");
    await bench.afterwards({ outcome: "SH", error: "upstream_closed", status: 502 });
  });

  test("U-10: a vendor that says nothing for too long is a 504", async () => {
    const client = await bench.fault(format, stream, [read("all"), hold]);

    expectRefusal(client, format, 504, "upstream_timeout");
    await bench.afterwards({ outcome: "sH", error: "upstream_timeout", status: 504 });
  });
});

test("U-08: a vendor that resets the connection while we upload is a 502", async () => {
  const [{ format }] = everyWay as [(typeof everyWay)[number]];

  const client = await bench.fault(format, false, [read(10), rst]);

  expectRefusal(client, format, 502, "upstream_closed");
  await bench.afterwards({ outcome: "SH", error: "upstream_closed" });
});
