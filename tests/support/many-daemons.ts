import { type DaemonOptions, startDaemon, type TestDaemon } from "./daemon.ts";
import { until } from "./wait.ts";

/** More patience than a person has: the machine of a test may be busy. */
export const patientStore = (url: string): Readonly<Record<string, string>> => ({
  "store.redis_url": url,
  "store.redis_budget_ms": "3000",
});

/** Starts so many daemons on one store; each has a home of its own. */
export const startMany = async (
  url: string,
  each: readonly DaemonOptions[],
): Promise<readonly [TestDaemon, TestDaemon, ...TestDaemon[]]> => {
  const daemons: TestDaemon[] = [];
  for (const { flags, ...options } of each)
    daemons.push(await startDaemon({ ...options, flags: { ...patientStore(url), ...flags } }));
  await Promise.all(daemons.map((daemon) => storeIs("connected", daemon)));
  const [first, second, ...more] = daemons;
  if (first === undefined || second === undefined) throw new Error("Two are the least.");
  return [first, second, ...more];
};

/** Waits until the store of a daemon is so. */
export const storeIs = (state: "connected" | "away", daemon: TestDaemon): Promise<unknown> =>
  until(`its store is ${state}`, async () => (await daemon.control.status({})).store?.state === state, 40_000);

/** Lines of a daemon's log about the store's coming and going. */
export const storeLines = (daemon: TestDaemon): readonly string[] =>
  daemon
    .logLines()
    .map(({ message }) => String(message))
    .filter((message) => message.startsWith("the shared store"));
