/** `npm run soak -- --minutes N`: a real daemon that looks on at itself, under mixed traffic with faults, and its goals. */
import { startDaemon } from "../tests/support/daemon.ts";
import { serversAt } from "../tests/support/fault-bench.ts";
import { until } from "../tests/support/wait.ts";
import { startClients } from "./soak/clients.ts";
import { disturb } from "./soak/disturbances.ts";
import { goalsOf, tableOf } from "./soak/goals.ts";
import { watchDaemon } from "./soak/samples.ts";
import { startVendor } from "./soak/vendor.ts";

/** Of the vendor's answers, so many go wrong. */
const faultShare = 0.05;

const warmingMs = 5000;
const tellEveryMs = 10_000;

const minutes = Number(/--minutes[= ](\d+(?:\.\d+)?)/.exec(process.argv.join(" "))?.[1] ?? "10");
const clientCount = Number(/--clients[= ](\d+)/.exec(process.argv.join(" "))?.[1] ?? "24");

const vendor = startVendor(faultShare);
const beside = startVendor(0); // for who goes there without a proxy
const daemon = await startDaemon({
  servers: serversAt(vendor.url),
  orders: { paranoid: true },
  env: { PROXY_TIMESCALE: "1", PROXY_SIMULATOR_PACE_MS: "1" },
  flags: { "memory.mode": "balanced", "log.level": "warn" },
});
const stop = async (): Promise<void> => {
  vendor.stop();
  beside.stop();
  await daemon.stop().catch((thrown: unknown) => console.error(String(thrown)));
};
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void stop().finally(() => process.exit(130)));

// What the first requests open stays open: stores, connections. It belongs to what is compared with.
const warming = startClients(daemon.port, beside.port, clientCount);
await Bun.sleep(warmingMs);
const warm = await warming.stop();
await until("the warming up has ended", async () => (await daemon.control.status({})).inFlight === 0, 60_000);
const samples = watchDaemon(daemon);
const clients = startClients(daemon.port, beside.port, clientCount);
const disturbances = disturb(daemon);
const endsAt = performance.now() + minutes * 60_000;
while (performance.now() < endsAt) {
  await Bun.sleep(Math.min(tellEveryMs, Math.max(100, endsAt - performance.now())));
  console.error(`${Math.round((endsAt - performance.now()) / 1000)} s left, ${clients.figures().sent} requests sent`);
}
await disturbances.stop();
const last = await clients.stop();
const seen = { ...last, sent: warm.sent + last.sent };
await until("everything has ended", async () => (await daemon.control.status({})).inFlight === 0, 60_000).catch(
  () => null,
);
const status = await daemon.control.status({});
const rows = await daemon.rows();
const taken = await samples.stop();
const goals = goalsOf({ seen, status, rows, samples: taken, vendorHits: vendor.hits(), leaks: await daemon.leaks() });
console.log(tableOf(goals, { minutes, seen, vendorFaults: vendor.faults(), disturbances: disturbances.counts() }));
await stop();
process.exit(goals.every(({ isMet }) => isMet) ? 0 : 1);
