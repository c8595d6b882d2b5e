import type { Status } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { counted, lasted, readDuration } from "../output/units.ts";
import { hasEnded, kill, knownBy } from "./alive.ts";
import { statusOrNull } from "./answering.ts";

/** What a daemon may take for its farewells and its files, after its answers have had their time. */
const graceMs = 10_000;

/** The longest time that answers may be given. */
const longestMs = 86_400_000;

/**
 * Asks the daemon to stop and waits until its process is gone; one that hangs is killed, and that is said. Without a
 * status its version is not ours.
 */
export const stopDaemon = async (
  { client, warn, paths }: Context,
  status: Status | null,
  drainMs: number | null,
): Promise<void> => {
  const daemon = status === null ? null : knownBy(status.pid);
  const patienceMs = graceMs + (drainMs ?? (status === null ? longestMs : await usualDrainMs(client)));
  const inFlight = await client.stop({ drainMs }).then(
    (answer) => answer.inFlight,
    (thrown: unknown) => {
      // An older or newer daemon has heard us all the same, and one that ends may not finish its answer.
      if (thrown instanceof ProxyError && ["version_mismatch", "not_running"].includes(thrown.code)) return 0;
      throw thrown;
    },
  );
  if (inFlight > 0 && drainMs !== 0)
    warn(`waiting for ${counted(inFlight, "running answer")}; end at once with: proxy-cli stop --now`);
  const isGone = daemon === null ? await socketFallsSilent(client, patienceMs) : await hasEnded(daemon, patienceMs);
  if (isGone) return;
  if (daemon !== null && kill(daemon)) {
    warn(
      `it did not end within ${lasted(patienceMs)} and was killed (pid ${daemon.pid}); its last log lines may be missing`,
    );
    if (await hasEnded(daemon, graceMs)) return;
  }
  throw new ProxyError("internal", `The daemon did not end (${paths.home}).`, { hint: "Try: proxy-cli logs" });
};

const usualDrainMs = async (client: Context["client"]): Promise<number> => {
  const { settings } = await client.config({});
  const value = settings.find(({ name }) => name === "timeouts.drain_ms")?.value;
  return typeof value === "number" ? value : longestMs;
};

/** How long running answers may take, as it was typed: `--drain`, `--now`; null = as it is set. Throws `usage`. */
export const drainFrom = (flags: Flags, command: "stop" | "restart"): number | null => {
  if (flags.has("now")) return 0;
  const text = flags.text("drain");
  if (text === null) return null;
  const drainMs = readDuration(text);
  if (drainMs !== null && drainMs <= longestMs) return Math.round(drainMs);
  throw new ProxyError("usage", `--drain takes a time like 10s, 2m or 1h30m (at most a day), got "${text}".`, {
    hint: `Try: proxy-cli ${command} --drain 30s`,
  });
};

/** Of a daemon with another protocol only its silence tells that it is gone. */
const socketFallsSilent = async (client: Context["client"], patienceMs: number): Promise<boolean> => {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    const answer = await statusOrNull(client).catch(() => "other version");
    if (answer === null) return true;
    await Bun.sleep(20);
  }
  return false;
};
