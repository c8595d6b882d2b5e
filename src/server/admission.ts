import { ProxyError } from "../core/errors.ts";
import type { Shedding } from "./shedding.ts";

/** What the machine can bear. */
export type Bounds = {
  /** Files and sockets that this process may have open; null = nobody knows. */
  readonly maxOpenFiles: number | null;
  /** How many there are now; a system call. */
  readonly openFiles: () => number;
  /** Bytes of request bodies that may be in memory at the same time. */
  readonly maxHeldBytes: () => number;
  /** Requests that may run at the same time; 0 = as many as come. */
  readonly maxInFlight: () => number;
  /** What refuses while the event loop is late. */
  readonly overload: Pick<Shedding, "takes" | "ended">;
};

/** Why a request is not taken. One object for as long as the reason is the same: where too much comes, errors are dear. */
export type Refusal = {
  readonly error: ProxyError;
  /** The connection is what there is too little of. */
  readonly closesConnection: boolean;
};

/** Says no before the machine does: a process without descriptors or memory helps nobody. */
export type Admission = {
  /** Why this request cannot be taken; null = it can. Asked once for each. */
  readonly refusal: () => Refusal | null;
  /** Counts a request as running until the returned function is called. */
  readonly enter: () => () => void;
  /** Counts this many bytes as held until the returned function is called. Throws `overloaded`. */
  readonly hold: (bytes: number) => () => void;
  readonly heldBytes: () => number;
};

/** Kept free for the control socket, the log, the ledger and the answers under way. */
const reservedFiles = 16;

/** A client's connection and one to its vendor. */
const filesPerRequest = 2;

/** An admission that holds nothing yet. Files are counted anew only when so many requests have come that it could matter. */
export const createAdmission = ({ maxOpenFiles, openFiles, maxHeldBytes, ...bounds }: Bounds): Admission => {
  let held = 0;
  let running = 0;
  let counted = 0;
  let since = Number.POSITIVE_INFINITY;
  const crowded = ofLatest((most) => ({ error: tooMany(most), closesConnection: false }));
  const fileless = ofLatest((max) => ({ error: noFiles(max), closesConnection: true }));
  const hasFiles = (max: number): boolean => {
    const isFree = (open: number): boolean => open + filesPerRequest + reservedFiles < max;
    since++;
    if (isFree(counted + since * filesPerRequest)) return true;
    counted = openFiles();
    since = 0;
    return isFree(counted);
  };
  return {
    refusal: () => {
      const most = bounds.maxInFlight();
      if (most > 0 && running >= most) return crowded(most);
      if (maxOpenFiles !== null && !hasFiles(maxOpenFiles)) return fileless(maxOpenFiles);
      return bounds.overload.takes(running) ? null : late;
    },
    enter: () => {
      running++;
      return () => {
        running--;
        bounds.overload.ended();
      };
    },
    hold: (bytes) => {
      const max = maxHeldBytes();
      if (held + bytes > max) throw noMemory(max);
      held += bytes;
      let isHeld = true;
      return () => {
        if (isHeld) held -= bytes;
        isHeld = false;
      };
    },
    heldBytes: () => held,
  };
};

/** Made anew only when the number is another one. */
const ofLatest = (make: (number: number) => Refusal): ((number: number) => Refusal) => {
  let latest: { readonly number: number; readonly refusal: Refusal } | null = null;
  return (number) => {
    if (latest?.number !== number) latest = { number, refusal: make(number) };
    return latest.refusal;
  };
};

const soonMs = 1000;

const tooMany = (most: number): ProxyError =>
  new ProxyError("overloaded", `The proxy works on ${most} requests already, as many as it may at the same time.`, {
    hint: "Send the request again in a moment, or raise limits.max_in_flight.",
    retryAfterMs: soonMs,
  });

/** It has no number in it that changes: it is one and the same for all. */
const late: Refusal = {
  error: new ProxyError(
    "overloaded",
    "More requests come than this machine can work on, so the proxy takes only some.",
    {
      hint: "Send the request again in a moment. See: proxy-cli limits, and limits.max_lateness_ms.",
      retryAfterMs: soonMs,
    },
  ),
  closesConnection: false,
};

const noFiles = (max: number): ProxyError =>
  new ProxyError("overloaded", `The proxy has almost no file descriptors left (limit ${max}).`, {
    hint: "Send the request again in a moment; raise the limit (ulimit -n) and restart the proxy if it happens often.",
    retryAfterMs: soonMs,
  });

const noMemory = (max: number): ProxyError =>
  new ProxyError("overloaded", `The requests under way hold ${max} bytes of bodies, as much as they may together.`, {
    hint: "Send the request again in a moment, or raise limits.held_total_bytes.",
    retryAfterMs: soonMs,
  });
