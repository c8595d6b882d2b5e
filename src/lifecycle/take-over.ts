import { connectTo } from "../control/client.ts";
import { asProxyError, ProxyError } from "../core/errors.ts";
import type { HandOverAnswer } from "../core/hand-over.ts";

/** What a daemon that follows another one has from it. */
export type Predecessor = Pick<HandOverAnswer, "run" | "isShared">;

/** The place of a running daemon, lent to this process. */
export type TakeOver = {
  readonly predecessor: Predecessor;
  /** Everything is ready: from now on all that is new comes here. Never rejects: the other one may be gone by now. */
  readonly take: () => Promise<void>;
  /** This process cannot start; the other one goes on. */
  readonly giveBack: () => Promise<void>;
};

/** A daemon that takes longer to let go hangs. */
const patienceMs = 10_000;

/** Asks the daemon behind the socket for its place. Throws `cannot_hand_over` where it has no word for that. */
export const takeOver = async (socket: string, pid: number, drainMs: number | null): Promise<TakeOver> => {
  const running = connectTo(socket, patienceMs);
  const ask = (step: "lend" | "take" | "keep"): Promise<HandOverAnswer> => running.handOver({ step, pid, drainMs });
  const { run, isShared } = await ask("lend").catch((cause: unknown) => {
    const { message } = asProxyError(cause);
    throw new ProxyError("cannot_hand_over", message, { hint: "Try: proxy-cli stop, then proxy-cli start", cause });
  });
  const quietly = async (step: "take" | "keep"): Promise<void> => {
    await ask(step).catch(() => undefined); // it has died: then there is nobody to agree with
  };
  return { predecessor: { run, isShared }, take: () => quietly("take"), giveBack: () => quietly("keep") };
};
