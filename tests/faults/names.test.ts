import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectRefusal, expectWhole, type FaultBench, serversAt, startBench } from "../support/fault-bench.ts";
import { read, send } from "../support/faultd.ts";
import { everyFormat, everyWay } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";

const types = { anthropic: "anthropic", openai: "openai", google: "google" };

let bench: FaultBench;
beforeAll(async () => {
  const each = (name: string, endpoint: string, more = ""): string =>
    Object.entries(types)
      .map(([vendor, type]) => `${name}-${vendor}:\n  endpoint: ${endpoint}\n  type: ${type}\n${more}`)
      .join("");
  bench = await startBench({
    moreServers: (vendor) => {
      const { port } = new URL(vendor);
      return (
        serversAt(vendor) +
        each("nobody", "https://nobody-has-this.invalid") +
        each("inside", `https://vendor.localhost:${port}`) + // RFC 6761: always this machine
        each("allowed", `http://vendor.localhost:${port}`, "  private: true\n")
      );
    },
  });
});
afterAll(() => bench.stop());

describe.each(everyWay)("$way", ({ format, stream }) => {
  test("U-03: a name that nobody has is a 502 that is not worth another try", async () => {
    bench.vendor.play();
    const client = await bench.ask(format, stream, { headers: { "x-proxy-upstream": `nobody-${format.upstream}` } });
    await client.until("the answer ends", () => client.end() !== null);

    expectRefusal(client, format, 502, "upstream_dns");
    expect(client.text()).toContain("x-should-retry: false");
    expect(client.text()).toContain("the request was not sent");
    await bench.afterwards({ outcome: "SC", error: "upstream_dns", hits: 0, status: 502 });
  });

  test("U-04: a name that leads into a private network is not called, not even with a handshake", async () => {
    bench.vendor.play();
    const client = await bench.ask(format, stream, { headers: { "x-proxy-upstream": `inside-${format.upstream}` } });
    await client.until("the answer ends", () => client.end() !== null);

    expectRefusal(client, format, 502, "upstream_address");
    expect(client.text()).toContain("private: true");
    expect(bench.vendor.connections()).toBe(0);
    await bench.afterwards({ outcome: "PC", error: "upstream_address", hits: 0, status: 502 });
  });
});

describe.each(everyFormat)("$way", ({ format }) => {
  test("U-04: the same name is called where the upstream is said to be private", async () => {
    bench.vendor.play(read("all"), send(answerText(format.answer)));
    const client = await bench.ask(format, false, { headers: { "x-proxy-upstream": `allowed-${format.upstream}` } });
    await client.until("the answer ends", () => client.end() !== null);

    expectWhole(client, format.answer);
    expect((await bench.hit()).text()).toContain("Host: vendor.localhost:");
    await bench.afterwards({ outcome: "--", status: 200 });
  });
});
