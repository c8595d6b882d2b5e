import type { Context } from "../command.ts";
import { unsound } from "../exit-codes.ts";

type Hear = (name: NodeJS.Signals) => void;

type Supervised = {
  /** Starts it, and gives its exit code when it has ended; throws where it cannot begin. Signals go to `onSignals`. */
  readonly run: (onSignals: Context["onSignals"]) => Promise<number>;
  readonly onSignals: Context["onSignals"];
  readonly tell: (text: string) => void;
  /** Monotonic, in milliseconds. */
  readonly tick: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

const leastMs = 1000;
const mostMs = 60_000;

/** How long to wait before the next start: twice as long each time, from the beginning after a minute that went well. */
export const nextWait = (beforeMs: number, lastedMs: number): number =>
  beforeMs === 0 || lastedMs >= mostMs ? leastMs : Math.min(beforeMs * 2, mostMs);

/**
 * Starts it again whenever it ends by itself and not in order. Gives the last exit code, once it ended in order or a
 * signal asked for the end. The first start has to succeed.
 */
export const supervise = async ({ run, onSignals, tell, tick, sleep }: Supervised): Promise<number> => {
  const asked = Promise.withResolvers<void>();
  let isAsked = false;
  let pass: Hear | null = null;
  onSignals(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"], (name) => {
    isAsked = true;
    asked.resolve();
    pass?.(name);
  });
  const once = (): Promise<number> =>
    run((_, hear) => {
      pass = hear;
    });
  let code = 0;
  for (let waitMs = 0; ; ) {
    const startedAt = tick();
    code = waitMs === 0 ? await once() : await once().catch(cannotStart(tell));
    pass = null;
    if (code === 0 || code === unsound || isAsked) return code;
    waitMs = nextWait(waitMs, tick() - startedAt);
    tell(`the daemon ended with ${code}; it is started again in ${waitMs / 1000} s`);
    await Promise.race([sleep(waitMs), asked.promise]);
    if (isAsked) return code;
  }
};

/** What stands in the way of a later start may go by itself: a port in use, a file that is being written. */
const cannotStart =
  (tell: (text: string) => void) =>
  (thrown: unknown): number => {
    tell(thrown instanceof Error ? thrown.message : "it could not be started");
    return 1;
  };
