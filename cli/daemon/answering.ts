import type { Client } from "../../src/control/client.ts";
import type { Status } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";

/** What this call of the daemon gives; null when none runs. Everything else that goes wrong is thrown. */
export const orNull = <Answer>(call: Promise<Answer>): Promise<Answer | null> =>
  call.catch((thrown: unknown) => {
    if (thrown instanceof ProxyError && thrown.code === "not_running") return null;
    throw thrown;
  });

/** The daemon's status; null when none runs. */
export const statusOrNull = (client: Client): Promise<Status | null> => orNull(client.status({}));

/** Waits until a daemon that somebody else is starting answers; null when none did in time. */
export const statusWithin = async (client: Client, limitMs: number): Promise<Status | null> => {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const status = await statusOrNull(client);
    if (status !== null || performance.now() > deadline) return status;
    await Bun.sleep(20); // its socket appears when it is ready; nothing tells us before
  }
};
