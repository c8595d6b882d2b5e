import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type BlackHole, startBlackHole } from "../support/black-hole.ts";
import { expectRefusal, type FaultBench, serversAt, shortLimits, startBench } from "../support/fault-bench.ts";
import { startFaultd } from "../support/faultd.ts";
import { everyFormat, everyWay } from "../support/formats.ts";

let bench: FaultBench;
let hole: BlackHole | null;
let nobody = "";
beforeAll(async () => {
  hole = await startBlackHole();
  const closed = startFaultd();
  nobody = closed.url;
  closed.stop();
  const types = { anthropic: "anthropic", openai: "openai", google: "google" };
  const away = (name: string, url: string): string =>
    Object.entries(types)
      .map(([vendor, type]) => `${name}-${vendor}:\n  endpoint: ${url}\n  type: ${type}\n`)
      .join("");
  bench = await startBench({
    flags: shortLimits,
    moreServers: (vendor) => serversAt(vendor) + away("refused", nobody) + (hole ? away("hole", hole.url) : ""),
  });
});
afterAll(async () => {
  await bench.stop();
  hole?.stop();
});

describe.each(everyWay)("$way", ({ format, stream }) => {
  test("U-01: a vendor where nobody listens is a 502 that says that nothing was sent", async () => {
    bench.vendor.play();
    const client = await bench.ask(format, stream, { headers: { "x-proxy-upstream": `refused-${format.upstream}` } });
    await client.until("the answer ends", () => client.end() !== null);

    expectRefusal(client, format, 502, "upstream_refused");
    expect(client.text()).toContain("the request was not sent");
    expect(client.text()).toContain(new URL(nobody).host);
    await bench.afterwards({ outcome: "SC", error: "upstream_refused", hits: 0, status: 502 });
  });
});

describe.each(everyFormat)("$way", ({ format }) => {
  test.skipIf(Bun.which("node") === null)("U-02: a vendor that takes no connection at all is a 504", async () => {
    bench.vendor.play();
    const client = await bench.ask(format, true, { headers: { "x-proxy-upstream": `hole-${format.upstream}` } });
    await client.until("the answer ends", () => client.end() !== null);

    expectRefusal(client, format, 504, "upstream_connect_timeout");
    await bench.afterwards({ outcome: "sC", error: "upstream_connect_timeout", hits: 0, status: 504 });
  });
});
