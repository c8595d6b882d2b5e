import { afterAll, beforeAll, expect, test } from "bun:test";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { serversAt } from "../support/fault-bench.ts";
import { startHashingVendor, upload } from "../support/upload.ts";

const megabyte = 1024 * 1024;
const vendor = startHashingVendor();
let daemon: TestDaemon;
beforeAll(async () => {
  daemon = await startDaemon({ servers: serversAt(vendor.url), env: { PROXY_TIMESCALE: "1" } });
});
afterAll(async () => {
  await daemon.stop();
  await vendor.stop();
});

for (const framing of ["length", "chunked"] as const) {
  test(`C-10, I-03: a body of 20 MB, ${framing}, passes byte for byte, and is one row of its size`, async () => {
    const bytes = 20 * megabyte;

    const { sent, received, framing: told } = await upload(daemon, bytes, framing);

    expect(received).toEqual(sent);
    expect(told).toBe(framing === "length" ? `length ${bytes}` : "chunked");
    expect((await daemon.rows()).at(-1)).toMatchObject({ status: 200, outcome: "--", error: null, bytesIn: bytes });
    expect((await daemon.control.status({})).heldBodyBytes).toBe(0);
  });
}

for (const framing of ["length", "chunked"] as const) {
  test(`C-10, I-03: a body of 100 MB, ${framing}, passes byte for byte, and only a small part of it is ever held`, async () => {
    await upload(daemon, 20 * megabyte, framing); // the first large body loads and compiles what the others find ready

    const { sent, received, grownBytes } = await upload(daemon, 100 * megabyte, framing);

    console.log(`C-10 100 MB, ${framing}: the daemon grew by ${(grownBytes / megabyte).toFixed(1)} MB at most`);
    expect(received).toEqual(sent);
    expect((await daemon.rows()).at(-1)).toMatchObject({ status: 200, outcome: "--", bytesIn: 100 * megabyte });
    expect(grownBytes).toBeLessThan(64 * megabyte);
  }, 60_000);
}
