import type { FailureCode, OutcomeCode } from "./errors.ts";

/** How an exchange ended: written once, when the last byte has left or it is certain that none will. */
export type Outcome = {
  readonly code: OutcomeCode;
  /** The HTTP status the client saw; null when it left before a head was written. */
  readonly status: number | null;
  /** The error that we made, if any; a vendor's own error has none. */
  readonly error: FailureCode | null;
  /** Bytes of the request's body that reached us. */
  readonly bytesIn: number;
  /** Bytes of the answer's body as the client is given them; of another format than the upstream sent, ours. */
  readonly bytesOut: number;
  /** From accepting the request to the first byte of the answer's body; null when there was none. */
  readonly ttftMs: number | null;
  readonly durationMs: number;
};

/** What the part that saw the end knows of it; the exchange adds sizes and times. */
export type Ending = Pick<Outcome, "code" | "status" | "error">;

/** A proper end with this status. */
export const ended = (status: number): Ending => ({ code: "--", status, error: null });
