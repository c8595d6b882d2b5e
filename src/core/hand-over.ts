/**
 * What a daemon that is to follow asks of the one that runs, in this order. `lend`: it lets go of the home, and of the port so far
 * that both can listen. `take`: the follower is ready, and all that is new is its own. `keep`: it cannot start, nothing
 * has happened. A follower that dies is as one that has said `keep`.
 */
export type HandOverAsk = {
  readonly step: "lend" | "take" | "keep";
  /** The process that follows. */
  readonly pid: number;
  /** How long running answers may take; null = as it is set. */
  readonly drainMs: number | null;
};

/** What the one that runs says to it. */
export type HandOverAnswer = {
  /** Its name in the ledger: what is open by it is still running. */
  readonly run: string;
  /** Both listen at the same time; otherwise its port is closed from now on. */
  readonly isShared: boolean;
  readonly inFlight: number;
};

/** The call that a daemon answers to the one that follows it. */
export type HandOverDesk = { readonly handOver: (ask: HandOverAsk) => Promise<HandOverAnswer> };
