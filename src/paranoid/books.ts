import type { Exchange } from "../core/exchange.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Broken } from "./violations.ts";

/** What the daemon's own books say at this moment. */
export type Figures = {
  readonly accepted: number;
  readonly ended: number;
  readonly refused: number;
  readonly inFlight: number;
  /** Calls that the daemon could end, waits that are watched: both belong to what is in flight. */
  readonly underWay: number;
  readonly watching: number;
  /** Bytes of request bodies in memory, and requests that wait for a limit or for an answer to the same question. */
  readonly heldBytes: number;
  readonly waiting: number;
  /** Times that a key had to be taken out of a log line. */
  readonly redactions: number;
};

/** A second set of books. */
export type Books = {
  readonly open: (exchange: Exchange) => void;
  readonly close: (exchange: Exchange, outcome: Outcome) => void;
  /** Compares; called now and then. */
  readonly compare: (figures: Figures) => void;
  /** Compares when everything has ended: nothing may be left over. */
  readonly atRest: (figures: Figures) => void;
};

/** Every accepted request is closed exactly once (I-02), with times that can be (I-12), and leaves nothing behind (I-08). */
export const keepBooks = (broken: Broken): Books => {
  const open = new Set<string>();
  let opened = 0;
  let closed = 0;
  let redactions = 0;
  let before: Figures | null = null;
  const compare = (figures: Figures): void => {
    const { accepted, ended, inFlight } = figures;
    if (accepted !== opened || ended !== closed || inFlight !== open.size || accepted !== ended + inFlight)
      broken(
        "I-02",
        `accepted ${accepted} of ${opened}, ended ${ended} of ${closed}, in flight ${inFlight} of ${open.size}`,
      );
    if (figures.redactions > redactions) broken("I-01", `${figures.redactions} log lines held the shape of a key`);
    redactions = figures.redactions;
    if (before !== null && (accepted < before.accepted || ended < before.ended || figures.refused < before.refused))
      broken("I-12", "a counter went down");
    before = figures;
  };
  return {
    open: ({ id }) => {
      if (open.has(id)) broken("I-02", `${id} was given to two requests`);
      open.add(id);
      opened++;
    },
    close: ({ id }, { durationMs, ttftMs, bytesIn, bytesOut }) => {
      if (!open.delete(id)) broken("I-02", `${id} was closed and was not open`);
      closed++;
      const isPossible = durationMs >= 0 && bytesIn >= 0 && bytesOut >= 0;
      const isOrdered = ttftMs === null || (ttftMs >= 0 && ttftMs <= durationMs);
      if (!isPossible || !isOrdered) broken("I-12", `${id}: first byte after ${ttftMs} ms, end after ${durationMs} ms`);
    },
    compare,
    atRest: (figures) => {
      compare(figures);
      for (const what of ["inFlight", "underWay", "watching", "heldBytes", "waiting"] as const)
        if (figures[what] > 0) broken("I-08", `at rest ${what} is ${figures[what]}`);
    },
  };
};
