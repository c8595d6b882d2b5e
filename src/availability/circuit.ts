import type { FailureCode } from "../core/errors.ts";

/**
 * Whether the address of an upstream is called. It is closed as long as calls reach it; after so many in a row that did
 * not it opens, and nothing is sent there. A handshake that went well makes it half open: one call at a time is let in,
 * and the first that reaches it closes the circuit again.
 */
export type Circuit =
  | { readonly state: "closed"; readonly failures: number }
  | Broken<"open">
  /** `seatUntilAt`: until then the one that was let in is waited for; null = nobody was. */
  | (Broken<"half-open"> & { readonly seatUntilAt: number | null });

/** A circuit that is not closed. */
type Broken<State> = {
  readonly state: State;
  /** Since the first failure after the last success that is known of; wall clock, as all moments here. */
  readonly sinceAt: number;
  /** When it is looked at next. */
  readonly retryAt: number;
  /** In a row. */
  readonly failures: number;
  readonly error: FailureCode;
};

/** How many calls in a row have to fail, and how long an open circuit rests. */
export type CircuitRules = { readonly failures: number; readonly retryMs: number };

/** Nothing bad is known of it. */
export const closed: Circuit = { state: "closed", failures: 0 };

/** Calls that never reached the address. After all others something was there that answered, if badly. */
const ofTheWay: ReadonlySet<FailureCode> = new Set<FailureCode>([
  "upstream_refused",
  "upstream_dns",
  "upstream_tls",
  "upstream_connect_timeout",
  "egress_proxy",
]);

/** Whether an error says that the address was not reached. */
export const isUnreached = (error: FailureCode): boolean => ofTheWay.has(error);

/** A call did not reach it. */
export const failed = (circuit: Circuit, error: FailureCode, now: number, rules: CircuitRules): Circuit => {
  const failures = circuit.failures + 1;
  const retryAt = now + rules.retryMs;
  switch (circuit.state) {
    case "closed":
      return rules.failures > 0 && failures >= rules.failures
        ? { state: "open", sinceAt: now, retryAt, failures, error }
        : { state: "closed", failures };
    case "half-open":
      return { state: "open", sinceAt: circuit.sinceAt, retryAt, failures, error };
    case "open":
      return { ...circuit, failures, error }; // it left before the circuit opened
  }
};

/** A call that left at `sentAt` has reached it. One from before the trouble says nothing of now, unless a handshake says the same. */
export const reached = (circuit: Circuit, sentAt: number): Circuit => {
  if (circuit.state === "closed") return circuit.failures === 0 ? circuit : closed;
  return circuit.state === "open" && sentAt < circuit.sinceAt ? circuit : closed;
};

/** A handshake with an open one went well (null), or failed so; then it rests for `restMs`. */
export const knocked = (circuit: Circuit, error: FailureCode | null, now: number, restMs: number): Circuit => {
  if (circuit.state !== "open") return circuit;
  return error === null
    ? { ...circuit, state: "half-open", seatUntilAt: null }
    : { ...circuit, error, retryAt: now + restMs };
};

/**
 * Lets a call in, or gives null where none may go. Who was let into a half open one and has not failed for as long as
 * an open one rests has reached it: a model that thinks must not keep all others out.
 */
export const entered = (circuit: Circuit, now: number, { retryMs }: CircuitRules): Circuit | null => {
  if (circuit.state === "closed") return circuit;
  if (circuit.state === "open") return null;
  if (circuit.seatUntilAt === null) return { ...circuit, seatUntilAt: now + retryMs };
  const isOver = circuit.seatUntilAt <= now || circuit.seatUntilAt > now + retryMs; // or the clock was put back
  return isOver ? closed : null;
};

/** The one that was let in has gone without a word: the next one may. */
export const left = (circuit: Circuit): Circuit =>
  circuit.state === "half-open" && circuit.seatUntilAt !== null ? { ...circuit, seatUntilAt: null } : circuit;
