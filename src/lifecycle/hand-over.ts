import { ProxyError } from "../core/errors.ts";
import type { HandOverDesk } from "../core/hand-over.ts";
import { type SharedPort, sharedPort } from "../lib/shared-port.ts";
import type { Listener } from "../server/listen.ts";
import type { State } from "../state/index.ts";
import type { Claim, DaemonOptions } from "./opening.ts";

/** A running daemon, as far as another one can follow it. */
export type Holder = {
  readonly run: string;
  readonly state: Pick<State, "ledger" | "sessions" | "log">;
  readonly home: Pick<Claim, "leave" | "comeBack">;
  readonly listener: () => Pick<Listener, "port" | "stop" | "reopen">;
  readonly isStopping: () => boolean;
  /** The next one has taken over: lets what runs end, then ends. */
  readonly retire: (drainMs: number | null) => void;
} & Pick<DaemonOptions, "platform" | "isAlive" | "clock">;

/** How a running daemon gives its home and its port to the next one, docs/decisions/0020-hand-over.md. */
export type HandOver = HandOverDesk & {
  /** Passes at once, or when it is settled who answers from now on. Throws `handed_over` where that is the next one. */
  readonly gate: () => Promise<void>;
  /** Whether the next one has taken over. */
  readonly isGiven: () => boolean;
};

type Follower = {
  readonly pid: number;
  port: SharedPort | null;
  readonly settled: PromiseWithResolvers<void>;
};

/** How often it is looked whether the follower still lives, in milliseconds. */
const lookEveryMs = 100;

/** Connections that were on their way when the new ones were sent elsewhere arrive within this time. */
const onTheWayMs = 250;

/** No queue takes longer to be emptied. */
const longestQueueMs = 5000;

/** Nobody follows yet. */
export const createHandOver = (holder: Holder): HandOver => {
  const { state, home, listener, isAlive, clock, run } = holder;
  let follower: Follower | null = null;
  let isGiven = false;
  const keep = async ({ pid, port, settled }: Follower): Promise<void> => {
    if (port === null) listener().reopen();
    while (!home.comeBack()) await Bun.sleep(lookEveryMs); // a start has it that will find the port taken
    follower = null;
    state.log.write("warn", "goes on, because the daemon that was to follow could not start", { pid });
    settled.resolve();
  };
  const watch = async (mine: Follower): Promise<void> => {
    while (follower === mine && !isGiven && isAlive(mine.pid)) await Bun.sleep(lookEveryMs); // nobody tells when it ends
    if (follower === mine && !isGiven) await keep(mine);
  };
  const lend = async (pid: number): Promise<void> => {
    if (holder.isStopping() || follower !== null) throw cannot("It is stopping, or another one is about to follow it.");
    const mine: Follower = { pid, port: null, settled: Promise.withResolvers() };
    follower = mine;
    mine.port = await sharedPort(listener().port, holder.platform).catch(() => null);
    await leave(holder, mine.port).catch((thrown: unknown) => {
      follower = null; // the home is still this one's, and whoever waits goes on
      mine.settled.resolve();
      throw thrown;
    });
    void watch(mine);
  };
  const take = async ({ pid, port, settled }: Follower, drainMs: number | null): Promise<void> => {
    isGiven = true;
    if (port !== null) await moveOn(port, clock.tick);
    state.log.write("info", "another daemon follows", { pid, inFlight: state.ledger.inFlight() });
    holder.retire(drainMs);
    settled.resolve();
  };
  return {
    handOver: async ({ step, pid, drainMs }) => {
      if (step === "lend") await lend(pid);
      const isShared = follower?.port != null;
      if (follower === null || follower.pid !== pid || isGiven) throw cannot("Nobody is about to follow it.");
      if (step === "take") await take(follower, drainMs);
      if (step === "keep") await keep(follower);
      return { run, isShared, inFlight: state.ledger.inFlight() };
    },
    gate: async () => {
      if (follower !== null) await follower.settled.promise;
      if (isGiven) throw handedOver();
    },
    isGiven: () => isGiven,
  };
};

/** What waits is written first: the next one reads it. */
const leave = async ({ state, home, listener }: Holder, port: SharedPort | null): Promise<void> => {
  state.sessions.write();
  await state.ledger.flush().catch(() => undefined); // a full disk is told elsewhere, and is the next one's as well
  home.leave();
  if (port === null) void listener().stop();
  else port.lend();
};

/** Sends what is new to the other, and lets go when nothing waits here any more. */
const moveOn = async (port: SharedPort, tick: () => number): Promise<void> => {
  port.steer();
  const since = tick();
  const lasted = (): number => tick() - since;
  while (lasted() < onTheWayMs || (port.waiting() > 0 && lasted() < longestQueueMs)) await Bun.sleep(10); // nobody tells when a queue is empty
  port.leave();
};

const cannot = (why: string): ProxyError =>
  new ProxyError("cannot_hand_over", `The daemon cannot hand over. ${why}`, { hint: "Try: proxy-cli restart" });

const handedOver = (): ProxyError =>
  new ProxyError("handed_over", "Another daemon has taken over.", { hint: "Ask again." });
