import { ProxyError } from "../core/errors.ts";
import { endsWithin } from "../lib/ends-within.ts";
import { connectionsOn } from "../lib/own-sockets.ts";
import type { Listener } from "../server/listen.ts";
import type { Ledger } from "../state/ledger/index.ts";
import type { Breakable } from "../upstream/relay.ts";

/** What still runs when a daemon is told to stop. */
type Running = {
  readonly listener: Pick<Listener, "port" | "stop" | "end">;
  readonly underWay: ReadonlySet<Breakable>;
  readonly ledger: Pick<Ledger, "running" | "inFlight">;
  /** Whether another daemon has the port by now, so that nobody needs to be turned away here. */
  readonly isFollowed: boolean;
  readonly tick: () => number;
};

/** How often is looked, and how long connections are waited for that cannot be seen, in milliseconds. */
const [lookEveryMs, unseenMs] = [100, 2000] as const;

/**
 * Goes on answering on the connections that there are, each answer being the last of its own, until none is left or
 * the time is over. A client that sends just as its idle connection is closed would lose its request, so who is idle may
 * stay as long as anybody. Resolves with what is left of the time.
 */
const lastConnections = async ({ listener, ledger, tick }: Running, drainMs: number): Promise<number> => {
  const since = tick();
  const isOver = (): boolean => {
    const open = connectionsOn(listener.port);
    return ledger.inFlight() === 0 && (open === null ? tick() - since >= unseenMs : open === 0);
  };
  while (tick() - since < drainMs && !isOver()) await Bun.sleep(lookEveryMs); // nobody tells when the last one is closed
  return Math.max(0, drainMs - (tick() - since));
};

/** Time for the farewells, in milliseconds. */
const farewellMs = 1000;

/**
 * Takes no more connections, lets answers end for `drainMs`, then ends them with a word. Resolves with whether all
 * ended by themselves; nothing runs any more then.
 */
export const endAnswers = async (running: Running, drainMs: number): Promise<boolean> => {
  const { listener, underWay, ledger, isFollowed } = running;
  const stopped = isFollowed ? null : listener.stop();
  for (const one of underWay) one.drain?.();
  const leftMs = isFollowed ? await lastConnections(running, drainMs) : drainMs;
  const quiet = stopped ?? listener.stop();
  const isQuiet = await endsWithin(quiet, leftMs);
  if (!isQuiet) {
    await brokenOff(running, quiet);
    // Who is still sending its request has no call that could be broken off; it is us who go, not the client.
    for (const { notes, settle } of ledger.running()) {
      if (notes.attempts === 0) settle({ code: "PD", status: null, error: "proxy_shutdown" });
    }
  }
  await booked(ledger);
  listener.end();
  return isQuiet;
};

/** Ends all that is under way, and what goes on to something else instead of ending. */
const brokenOff = async ({ underWay, tick }: Running, quiet: Promise<void>): Promise<void> => {
  const since = tick();
  do for (const one of underWay) one.breakOff(shutdown());
  while (!(await endsWithin(quiet, lookEveryMs)) && tick() - since < farewellMs);
};

/** An answer that takes time to be read is booked some turns after its last byte; more turns than this no reading takes. */
const mostTurns = 1000;

const booked = async (ledger: Running["ledger"]): Promise<void> => {
  for (let turn = 0; turn < mostTurns && ledger.inFlight() > 0; turn++) await new Promise(setImmediate);
};

const shutdown = (): ProxyError =>
  new ProxyError("proxy_shutdown", "The proxy was stopped before this answer had ended.", {
    hint: "Send the request again.",
  });
