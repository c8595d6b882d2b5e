import { afterAll, beforeAll, expect, test } from "bun:test";
import { scanTopLevel } from "../../src/lib/json-scan.ts";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { serversAt } from "../support/fault-bench.ts";
import { type Format, formats } from "../support/formats.ts";
import { sha256 } from "../support/hashed.ts";
import { requestText } from "../support/http-text.ts";
import { connectRaw } from "../support/raw-client.ts";
import { startHashingVendor } from "../support/upload.ts";

const vendor = startHashingVendor();
let daemon: TestDaemon;
beforeAll(async () => {
  const flags = { "limits.held_body_bytes": String(64 * 1024 * 1024) }; // so that all of it is looked into
  daemon = await startDaemon({ servers: serversAt(vendor.url), flags, env: { PROXY_TIMESCALE: "1" } });
});
afterAll(async () => {
  await daemon.stop();
  await vendor.stop();
});

const [anthropic] = formats as [Format];
const levels = 5_000_000;

for (const [what, open, close] of [
  ["lists", "[", "]"],
  ["objects", '{"a":', "}"],
] as const) {
  test(`C-12: five million ${what} in one another are forwarded as they are, and others are answered meanwhile`, async () => {
    const body = Buffer.from(`{"model":"claude-sonnet-4-5","deep":${open.repeat(levels)}1${close.repeat(levels)}}`);
    const head = requestText(anthropic, false, daemon.port, { "content-length": String(body.length) }, "");
    const other = () =>
      fetch(`${daemon.url}/v1/messages`, { method: "POST", headers: anthropic.headers, body: anthropic.body(false) });
    const client = await connectRaw(daemon.port);
    client.write(head);
    client.write(body.subarray(0, body.length / 2));

    const inTheMiddle = await other();
    client.write(body.subarray(body.length / 2));
    const atTheEnd = await other();
    await client.until("the answer ends", () => client.end() !== null, 20_000);

    for (const answer of [inTheMiddle, atTheEnd])
      expect([answer.status, await answer.json()]).toMatchObject([200, { sha256: sha256(anthropic.body(false)) }]);
    expect(client.message().startLine).toStartWith("HTTP/1.1 200 ");
    const received = JSON.parse(Buffer.from(client.message().body).toString());
    expect(received).toMatchObject({ bytes: body.length, sha256: sha256(body) });
    const row = (await daemon.rows()).find(({ bytesIn }) => bytesIn === body.length);
    expect(row).toMatchObject({ status: 200, outcome: "--", error: null, model: "claude-sonnet-4-5" });
    const start = performance.now();
    scanTopLevel(body, ["model", "stream"]);
    console.log(
      `C-12 ${levels} ${what}, ${(body.length / 1e6).toFixed(0)} MB: looking for the model takes ${(performance.now() - start).toFixed(0)} ms`,
    );
  }, 60_000);
}
