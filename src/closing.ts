import { ProxyError } from "./core/errors.ts";
import { endsWithin } from "./lib/ends-within.ts";
import type { Listener } from "./server/listen.ts";
import type { Ledger } from "./state/ledger/index.ts";
import type { Breakable } from "./upstream/relay.ts";

/** What still runs when a daemon is told to stop. */
type Running = {
  readonly listener: Pick<Listener, "stop" | "end">;
  readonly underWay: ReadonlySet<Breakable>;
  readonly ledger: Pick<Ledger, "running" | "inFlight">;
};

/** Time for the farewells, in milliseconds. */
const farewellMs = 1000;

/**
 * Takes no more connections, lets answers end for `drainMs`, then ends them with a word. Resolves with whether all
 * ended by themselves; nothing runs any more then.
 */
export const endAnswers = async ({ listener, underWay, ledger }: Running, drainMs: number): Promise<boolean> => {
  const quiet = listener.stop();
  for (const one of underWay) one.drain?.();
  const isQuiet = await endsWithin(quiet, drainMs);
  if (!isQuiet) {
    for (const one of underWay) one.breakOff(shutdown());
    await endsWithin(quiet, farewellMs);
    // Who is still sending its request has no call that could be broken off; it is us who go, not the client.
    for (const { notes, settle } of ledger.running()) {
      if (notes.attempts === 0) settle({ code: "PD", status: null, error: "proxy_shutdown" });
    }
  }
  await booked(ledger);
  listener.end();
  return isQuiet;
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
