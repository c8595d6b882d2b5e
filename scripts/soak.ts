/** `npm run soak -- --minutes N`: a real daemon that looks on at itself, under mixed traffic with faults, and its goals. */
import { startDaemon } from "../tests/support/daemon.ts";
import { until } from "../tests/support/wait.ts";
import { startClients, together } from "./soak/clients.ts";
import { disturb } from "./soak/disturbances.ts";
import { goalsOf, tableOf } from "./soak/goals.ts";
import { createHabits } from "./soak/habits.ts";
import { makeHome } from "./soak/home.ts";
import { retriesOf } from "./soak/retries.ts";
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
const { home, servers, token } = makeHome(vendor.url);
const env = { PROXY_TIMESCALE: "1", PROXY_SIMULATOR_PACE_MS: "1" };
const daemon = await startDaemon({ home, servers, orders: { paranoid: true }, env });
const field = { port: daemon.port, vendorPort: beside.port, habits: createHabits(token) };
const stop = async (): Promise<void> => {
  vendor.stop();
  beside.stop();
  await daemon.stop().catch((thrown: unknown) => console.error(String(thrown)));
};
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void stop().finally(() => process.exit(130)));

// What the first requests open stays open: stores, connections. It belongs to what is compared with.
const warming = startClients(field, clientCount);
await Bun.sleep(warmingMs);
const warm = await warming.stop();
await until("the warming up has ended", async () => (await daemon.control.status({})).inFlight === 0, 60_000);
const samples = watchDaemon(daemon);
const clients = startClients(field, clientCount);
const disturbances = disturb(daemon);
const endsAt = performance.now() + minutes * 60_000;
while (performance.now() < endsAt) {
  await Bun.sleep(Math.min(tellEveryMs, Math.max(100, endsAt - performance.now())));
  console.error(`${Math.round((endsAt - performance.now()) / 1000)} s left, ${clients.figures().sent} requests sent`);
}
await disturbances.stop();
const seen = together(warm, await clients.stop());
await until("everything has ended", async () => (await daemon.control.status({})).inFlight === 0, 60_000).catch(
  () => null,
);
const status = await daemon.control.status({});
const rows = await daemon.rows();
const taken = await samples.stop();
const [budgets, { tokens }] = [await daemon.control.budgets({}), await daemon.control.tokenUse({})];
const counted = { seen, status, rows, budgets, tokens, vendor, retries: await retriesOf(daemon.url) };
const goals = goalsOf({ ...counted, samples: taken, leaks: await daemon.leaks() });
console.log(tableOf(goals, { minutes, seen, vendorFaults: vendor.faults(), disturbances: disturbances.counts() }));
await stop();
process.exit(goals.every(({ isMet }) => isMet) ? 0 : 1);
