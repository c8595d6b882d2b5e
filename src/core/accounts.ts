import type { ProxyError } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import type { Outcome } from "./outcome.ts";

/** What the listener tells the rest of the daemon of each request, and who books it must hear. */
export type Accounts = {
  readonly open: (exchange: Exchange) => void;
  readonly close: (exchange: Exchange, outcome: Outcome) => void;
  /** A request that was turned away at the door: counted and logged, no row. */
  readonly refused: (error: ProxyError, requestId: string) => void;
  /** A mistake of ours, with its cause. */
  readonly mistake: (error: ProxyError, requestId: string) => void;
};
