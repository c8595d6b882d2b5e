import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { startFaultd } from "../support/faultd.ts";
import { until } from "../support/wait.ts";

/** A vendor that counts who comes and what they say. */
const counts = { connections: 0, bytes: 0 };
const vendor = Bun.listen({
  hostname: "127.0.0.1",
  port: 0,
  socket: {
    open: () => void counts.connections++,
    data: (_, bytes) => {
      counts.bytes += bytes.length;
    },
  },
});

let daemon: TestDaemon;
const own = (name: string, port: number): string =>
  `${name}:\n  endpoint: http://127.0.0.1:${port}\n  type: anthropic\n`;
beforeAll(async () => {
  const dead = startFaultd();
  dead.stop();
  // The built-in ones are not this test's to knock at.
  const elsewhere = ["anthropic", "openai", "google", "mistral", "international", "cn"]
    .map((name) => `${name}:\n  endpoint: http://127.0.0.1:${vendor.port}\n`)
    .join("");
  daemon = await startDaemon({ servers: elsewhere + own("there", vendor.port) + own("away", dead.port) });
});
afterAll(async () => {
  await daemon.stop();
  vendor.stop(true);
});

const state = async (name: string) =>
  (await daemon.control.upstreams({})).upstreams.find((upstream) => upstream.name === name)?.state;

test("U-37 with probes.interval_ms one that is away is known before any request, by handshakes alone", async () => {
  expect(counts).toEqual({ connections: 0, bytes: 0 });
  const file = join(daemon.home, "config.yaml");
  writeFileSync(file, "probes:\n  interval_ms: 300\n", { mode: 0o600 });
  await daemon.control.reload({ secrets: {} });

  await until("the one that is away is known to be", async () => (await state("away")) === "down");
  await until("the other was looked at more than once", () => counts.connections > 2);
  expect([await state("there"), counts.bytes]).toEqual(["unknown", 0]);
  expect(await daemon.rows()).toEqual([]);
});
