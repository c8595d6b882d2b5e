import type { Status } from "../src/control/contract.ts";
import { ProxyError } from "../src/core/errors.ts";
import { hasEnded } from "./alive.ts";
import { statusOrNull } from "./answering.ts";
import type { Context } from "./command.ts";
import type { Flags } from "./flags.ts";
import { counted, readDuration } from "./output/units.ts";

/** A whole day: how long the daemon itself may be told to wait at most, and then some. */
const patienceMs = 86_400_000 + 60_000;

/** Asks the daemon to stop and waits until its process is gone. Without a status its version is not ours. */
export const stopDaemon = async ({ client, warn, paths }: Context, status: Status | null, flags: Flags): Promise<void> => {
  const drainMs = drainFrom(flags);
  const inFlight = await client.stop({ drainMs }).then(
    (answer) => answer.inFlight,
    (thrown: unknown) => {
      // An older or newer daemon has heard us all the same, and one that ends may not finish its answer.
      if (thrown instanceof ProxyError && ["version_mismatch", "not_running"].includes(thrown.code)) return 0;
      throw thrown;
    },
  );
  if (inFlight > 0 && drainMs !== 0) warn(`waiting for ${counted(inFlight, "running answer")}; end at once with: proxy-cli stop --now`);
  const isGone = status === null ? await socketFallsSilent(client) : await hasEnded(status.pid, patienceMs);
  if (isGone) return;
  throw new ProxyError("internal", `The daemon did not end (${paths.home}).`, { hint: "Try: proxy-cli logs" });
};

const drainFrom = (flags: Flags): number | null => {
  if (flags.has("now")) return 0;
  const text = flags.text("drain");
  if (text === null) return null;
  const drainMs = readDuration(text);
  if (drainMs !== null && drainMs <= 86_400_000) return Math.round(drainMs);
  throw new ProxyError("usage", `--drain takes a time like 10s, 2m or 1h30m (at most a day), got "${text}".`, { hint: "Try: proxy-cli stop --drain 30s" });
};

/** Of a daemon with another protocol only its silence tells that it is gone. */
const socketFallsSilent = async (client: Context["client"]): Promise<boolean> => {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const answer = await statusOrNull(client).catch(() => "other version");
    if (answer === null) return true;
    await Bun.sleep(20);
  }
  return false;
};
