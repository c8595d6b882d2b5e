import { type FailureCode, ProxyError } from "../core/errors.ts";
import type { Notes } from "../core/exchange.ts";
import { type Ending, ended } from "../core/outcome.ts";
import { stepAt } from "../core/pace.ts";
import {
  closeReason,
  type SocketEnd,
  type SocketListener,
  type SocketMessage,
  switchingProtocols,
} from "../core/socket.ts";
import type { Breakable } from "./relay.ts";
import type { Watch } from "./watchdog.ts";

/** How long a WebSocket may be quiet, and how long one that does not take its messages is waited for; milliseconds. */
export type SocketLimits = { readonly writeStallMs: number; readonly socketIdleMs: number };

/** What a WebSocket relay works on. */
export type SocketJob = {
  readonly upstream: string;
  readonly notes: Notes;
  readonly limits: SocketLimits;
  /** A watch for each end. */
  readonly watches: Readonly<Record<Side, Watch>>;
  readonly tick: () => number;
  /** What the client has not taken yet; changes as long as it reads. */
  readonly unread: () => string | null;
  /** Sees each message of the vendor's that has gone on. */
  readonly onVendorMessage: (message: SocketMessage) => void;
  /** Called exactly once. */
  readonly onEnd: (ending: Ending) => void;
};

/** One of the two ends of a relay. */
type Side = "client" | "vendor";
const otherOf = { client: "vendor", vendor: "client" } as const;

/** While the daemon stops, a conversation that has been quiet for so long is over. */
const drainQuietMs = 1000;

/**
 * Two WebSockets made one: each message goes on as it came, in order; an end that does not keep up makes the other one
 * wait; a close code passes through, and where one end breaks the other is told.
 */
export class SocketRelay implements Breakable {
  readonly fromClient: SocketListener = this.#listener("client");
  readonly fromVendor: SocketListener = this.#listener("vendor");
  readonly #job: SocketJob;
  readonly #stalled = new Set<Side>();
  #ends: Readonly<Record<Side, SocketEnd>> | null = null;
  #lastAt: number;
  #idleMs: number;
  #isOver = false;

  constructor(job: SocketJob) {
    this.#job = job;
    this.#lastAt = job.tick();
    this.#idleMs = job.limits.socketIdleMs;
  }

  /** Both ends are there. */
  join(client: SocketEnd, vendor: SocketEnd): void {
    this.#ends = { client, vendor };
    this.#lastAt = this.#job.tick();
    this.#expectLife();
  }

  /** Ends it now, for this reason; before both ends are there nothing has begun that could end. */
  breakOff(reason: ProxyError): void {
    if (this.#ends !== null) this.#giveUp(reason, reason.code === "proxy_shutdown" ? goingAway : internalError);
  }

  /** One message of ours to the client, before its connection is broken off. */
  tellClient(message: string): void {
    if (!this.#isOver) this.#ends?.client.send(message);
  }

  /** The daemon wants to stop: the conversation may end its sentence. */
  drain(): void {
    this.#idleMs = drainQuietMs;
    if (this.#ends !== null) this.#expectLife();
  }

  #listener(side: Side): SocketListener {
    return {
      message: (message) => this.#pass(side, message),
      ping: (data) => this.#ends?.[otherOf[side]].ping(data),
      drained: () => this.#drained(side),
      closed: (code, reason) => this.#closed(side, code, reason),
    };
  }

  #pass(from: Side, message: SocketMessage): void {
    if (this.#ends === null || this.#isOver) return;
    const to = otherOf[from];
    const { notes, tick, limits, watches } = this.#job;
    const size = typeof message === "string" ? Buffer.byteLength(message) : message.length;
    this.#lastAt = tick();
    if (from === "client") notes.bytesIn += size;
    else {
      notes.firstByteAt ??= this.#lastAt;
      notes.bytesOut += size;
      stepAt(notes.pace, this.#lastAt);
    }
    const isTaken = this.#ends[to].send(message);
    if (from === "vendor") this.#job.onVendorMessage(message);
    if (isTaken || this.#stalled.has(to)) return;
    this.#stalled.add(to);
    this.#ends[from].pause();
    watches[to].expect(limits.writeStallMs / 2, () => this.#lookForProgress(to, null));
  }

  /** As in a relayed answer: a slow reader shows in the system's own count long before its buffer is said to be free. */
  #lookForProgress(side: Side, before: string | null): void {
    const { unread, limits, watches } = this.#job;
    const now = side === "client" ? unread() : null;
    const giveUp = (): void => this.#giveUp(tookNothing(side, this.#job), goingAway);
    if (before !== null && now === before) return giveUp();
    watches[side].expect(limits.writeStallMs / 2, () => (now === null ? giveUp() : this.#lookForProgress(side, now)));
  }

  #drained(side: Side): void {
    if (!this.#stalled.delete(side)) return;
    this.#lastAt = this.#job.tick();
    this.#ends?.[otherOf[side]].resume();
    this.#expectLife();
  }

  /** Silence is looked for on the watch of an end that keeps up: one that stalls has its own limit. */
  #expectLife(): void {
    for (const side of ["client", "vendor"] as const) {
      if (this.#stalled.has(side)) continue;
      const quietMs = this.#job.tick() - this.#lastAt;
      this.#job.watches[side].expect(Math.max(1, this.#idleMs - quietMs), () => this.#quiet());
    }
  }

  #quiet(): void {
    if (this.#job.tick() - this.#lastAt < this.#idleMs) return this.#expectLife();
    const isDraining = this.#idleMs === drainQuietMs;
    this.#giveUp(isDraining ? shutdown() : silent(this.#idleMs), goingAway);
  }

  #closed(side: Side, code: number | null, reason: string): void {
    if (this.#isOver || this.#ends === null) return; // one that never opened has nobody to tell here
    const { upstream } = this.#job;
    this.#end(code !== null ? ended(switchingProtocols) : broke[side]);
    const other = this.#ends[otherOf[side]];
    other.resume(); // what is paused would not read the answer to a goodbye
    const told = side === "client" ? "The client left." : `Upstream "${upstream}" broke the connection.`;
    if (code !== null) other.close(code, reason);
    else other.close(side === "client" ? goingAway : internalError, closeReason(told));
  }

  #giveUp(error: ProxyError, closeCode: number): void {
    if (this.#isOver) return;
    this.#end({ code: error.failure.outcome, status: switchingProtocols, error: error.code });
    for (const side of ["client", "vendor"] as const) {
      this.#ends?.[side].resume();
      this.#ends?.[side].close(closeCode, closeReason(error.message));
    }
  }

  #end(ending: Ending): void {
    this.#isOver = true;
    this.#job.watches.client.end();
    this.#job.watches.vendor.end();
    this.#job.onEnd(ending);
  }
}

/** Close codes of RFC 6455, 7.4.1. */
const goingAway = 1001;
const internalError = 1011;

const broke: Readonly<Record<Side, Ending>> = {
  client: { code: "CD", status: switchingProtocols, error: "client_left" },
  vendor: { code: "SD", status: switchingProtocols, error: "upstream_cut" },
};

const tookNothing = (side: Side, { upstream, limits }: SocketJob): ProxyError => {
  const code: FailureCode = side === "client" ? "client_stalled" : "upstream_stalled";
  const who = side === "client" ? "The client" : `Upstream "${upstream}"`;
  return new ProxyError(code, `${who} took nothing for ${limits.writeStallMs / 1000} s.`);
};

const silent = (idleMs: number): ProxyError =>
  new ProxyError("websocket_idle", `Nothing was said for ${idleMs / 1000} s.`, {
    hint: "Raise timeouts.websocket_idle_ms.",
  });

const shutdown = (): ProxyError => new ProxyError("proxy_shutdown", "The proxy is being stopped.");
