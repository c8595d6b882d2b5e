import type { Figures } from "../paranoid/index.ts";
import type { Parts } from "./facts.ts";

type Sources = Pick<Parts, "state" | "live" | "underWay" | "watchdog" | "gate" | "admission" | "openFiles">;

/** The daemon's own books, for who compares them with others. */
export const figuresOf = (parts: Sources): Figures => {
  const { tally, ledger, log, audit, performance, notices, answerCache } = parts.state;
  const { accepted, ended, refused } = tally.view();
  return {
    ...{ accepted, ended, refused },
    inFlight: ledger.inFlight(),
    underWay: parts.underWay.size,
    watching: parts.watchdog.watching(),
    heldBytes: parts.admission.heldBytes(),
    waiting: parts.gate.figures().waiting + answerCache.flights.size(),
    redactions: log.redactions() + audit.redactions() + performance.redactions(),
    openFiles: parts.openFiles(),
    watchers: notices.listeners(),
    bounds: boundsOf(parts),
  };
};

/** What grows with the traffic, and how far it may. */
const boundsOf = ({ state, live, gate, admission }: Sources): Figures["bounds"] => {
  const { values } = live.settings().config;
  const { bytes, maxBytes } = state.kept.view();
  const answers = state.answerCache.memory();
  return [
    { what: "bytes of request bodies", is: admission.heldBytes(), most: values["limits.held_total_bytes"] },
    { what: "requests that wait for a limit", is: gate.figures().waiting, most: values["limits.queue.max"] },
    { what: "bytes of requests kept to be looked at", is: bytes, most: maxBytes },
    { what: "bytes of answers in memory", is: answers.bytes, most: answers.maxBytes },
    ...state.sessions.room(),
  ];
};
