import type { Socket, TCPSocketListener } from "bun";
import { messageIn } from "./http-message.ts";

/** How much is waited for: a request's head, all of it, bytes beyond what came so far, or a count of bytes. */
type Wanted = "headers" | "all" | "more" | number;

/** One move of the fault server on a connection. */
export type Step =
  | { readonly do: "read"; readonly what: Wanted }
  | { readonly do: "send"; readonly bytes: Uint8Array }
  | { readonly do: "drip"; readonly bytes: Uint8Array; readonly size: number; readonly everyMs: number }
  | { readonly do: "flood"; readonly bytes: Uint8Array }
  | { readonly do: "sleep"; readonly ms: number }
  | { readonly do: "wait"; readonly for: Promise<unknown> }
  | { readonly do: "rst" }
  | { readonly do: "fin" }
  | { readonly do: "hold" };

type Bytes = string | Uint8Array;
const bytesOf = (text: Bytes): Uint8Array => (typeof text === "string" ? new TextEncoder().encode(text) : text);

/** Waits for this much of a request. */
export const read = (what: Wanted): Step => ({ do: "read", what });
export const send = (bytes: Bytes): Step => ({ do: "send", bytes: bytesOf(bytes) });
/** Sends a few bytes at a time. */
export const drip = (bytes: Bytes, size: number, everyMs: number): Step => ({
  do: "drip",
  bytes: bytesOf(bytes),
  size,
  everyMs,
});
/** Sends the same bytes over and over, as fast as the peer takes them, until it is gone. */
export const flood = (bytes: Bytes): Step => ({ do: "flood", bytes: bytesOf(bytes) });
export const sleep = (ms: number): Step => ({ do: "sleep", ms });
/** Goes on when the test says so. */
export const waitFor = (promise: Promise<unknown>): Step => ({ do: "wait", for: promise });
export const rst: Step = { do: "rst" };
export const fin: Step = { do: "fin" };
/** Does nothing until the peer hangs up. */
export const hold: Step = { do: "hold" };

/** What one connection has brought. */
export type Hit = {
  /** Everything received, as latin-1 text. */
  readonly text: () => string;
  readonly bytes: () => Uint8Array;
  /** The first request's body, with its chunks put together. */
  readonly body: () => Uint8Array;
  readonly sentBytes: () => number;
  /** Settles when the connection is gone, whoever ended it. */
  readonly closed: Promise<void>;
  readonly isClosed: () => boolean;
};

/** A raw TCP server that plays a script on each connection: what vendors and networks do on bad days. */
export type Faultd = {
  readonly port: number;
  readonly url: string;
  /** From now on each connection plays this; what was seen before is forgotten. */
  readonly play: (...script: readonly Step[]) => void;
  /** Connections that brought at least one byte since `play`, oldest first. */
  readonly hits: () => readonly Hit[];
  /** Connections since `play`, also those that brought nothing. */
  readonly connections: () => number;
  readonly stop: () => void;
};

/** Starts a fault server on a free port of 127.0.0.1. */
export const startFaultd = (): Faultd => {
  let script: readonly Step[] = [hold];
  let seen: Connection[] = [];
  const server: TCPSocketListener<Connection> = Bun.listen<Connection>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open: (socket) => {
        socket.data = new Connection(socket);
        seen.push(socket.data);
        void socket.data.play(script);
      },
      data: ({ data }, bytes) => data.take(bytes),
      drain: ({ data }) => data.wake(),
      end: (socket) => socket.data.gone(),
      close: ({ data }) => data.gone(),
      error: ({ data }) => data.gone(),
    },
  });
  return {
    port: server.port,
    url: `http://127.0.0.1:${server.port}`,
    play: (...next) => {
      script = next;
      for (const connection of seen) connection.end();
      seen = [];
    },
    hits: () => seen.filter(({ received }) => received.length > 0).map((connection) => connection.hit),
    connections: () => seen.length,
    stop: () => server.stop(true),
  };
};

class Connection {
  received = Buffer.alloc(0);
  readonly hit: Hit;
  readonly #socket: Socket<Connection>;
  readonly #closed = Promise.withResolvers<void>();
  #isGone = false;
  #sent = 0;
  #wakers: (() => void)[] = [];

  constructor(socket: Socket<Connection>) {
    this.#socket = socket;
    this.hit = {
      text: () => this.received.toString("latin1"),
      bytes: () => this.received,
      body: () => messageIn(this.received).body,
      sentBytes: () => this.#sent,
      closed: this.#closed.promise,
      isClosed: () => this.#isGone,
    };
  }

  async play(script: readonly Step[]): Promise<void> {
    for (const step of script) {
      if (this.#isGone) return;
      await this.#do(step);
    }
    this.end();
  }

  take(bytes: Uint8Array): void {
    this.received = Buffer.concat([this.received, bytes]);
    this.wake();
  }

  gone(): void {
    this.#isGone = true;
    this.#closed.resolve();
    this.wake();
    this.#socket.end();
  }

  end(): void {
    this.#socket.end();
  }

  wake(): void {
    const wakers = this.#wakers;
    this.#wakers = [];
    for (const waker of wakers) waker();
  }

  #something(): Promise<void> {
    return new Promise((resolve) => this.#wakers.push(resolve));
  }

  async #do(step: Step): Promise<void> {
    switch (step.do) {
      case "read":
        return this.#read(step.what);
      case "send":
        return this.#write(step.bytes);
      case "drip":
        for (let at = 0; at < step.bytes.length && !this.#isGone; at += step.size) {
          await this.#write(step.bytes.subarray(at, at + step.size));
          if (step.everyMs > 0) await Bun.sleep(step.everyMs);
          else await new Promise((next) => setImmediate(next));
        }
        return;
      case "flood":
        while (!this.#isGone) await this.#write(step.bytes);
        return;
      case "sleep":
        return Bun.sleep(step.ms);
      case "wait":
        await Promise.race([step.for, this.hit.closed]);
        return;
      case "rst":
        this.#socket.terminate();
        return;
      case "fin":
        this.#socket.shutdown();
        this.#socket.end();
        return;
      case "hold":
        return this.hit.closed;
      default:
        return step satisfies never;
    }
  }

  async #read(what: Wanted): Promise<void> {
    const wanted = what === "more" ? this.received.length + 1 : what;
    while (!this.#isGone && !this.#has(wanted)) await this.#something();
  }

  #has(what: "headers" | "all" | number): boolean {
    if (typeof what === "number") return this.received.length >= what;
    const { isHeadDone, isDone } = messageIn(this.received);
    return what === "headers" ? isHeadDone : isDone;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    let rest = bytes;
    while (rest.length > 0 && !this.#isGone) {
      const written = Math.max(0, this.#socket.write(rest));
      this.#sent += written;
      rest = rest.subarray(written);
      if (rest.length > 0) await this.#something();
    }
    this.#socket.flush();
  }
}
