import net from "node:net";
import { type Message, messageIn } from "./http-message.ts";
import { until } from "./wait.ts";

/** How a connection ended as this side saw it. */
export type End = "fin" | "reset" | null;

/** A client that speaks bytes, so that a test sees what is on the wire and can misbehave. */
export type RawClient = {
  readonly write: (bytes: string | Uint8Array) => void;
  readonly bytes: () => Buffer;
  readonly text: () => string;
  readonly message: () => Message;
  readonly end: () => End;
  /** Stops and goes on taking bytes from the socket. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Takes one piece from the socket, as large as the system gives it, and stops again. */
  readonly takeOne: () => Promise<void>;
  /** Leaves without a word. */
  readonly leave: () => void;
  readonly until: (what: string, holds: () => boolean, limitMs?: number) => Promise<void>;
};

/** Connects to a port of this machine. */
export const connectRaw = async (port: number, isHead = false): Promise<RawClient> => {
  const chunks: Buffer[] = [];
  let whole = Buffer.alloc(0);
  let end: End = null;
  const socket = net.connect({ port, host: "127.0.0.1", allowHalfOpen: false });
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.on("end", () => {
    end ??= "fin";
  });
  socket.on("error", () => {
    end ??= "reset";
  });
  socket.on("close", () => {
    end ??= "fin";
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", () => resolve());
    socket.once("error", reject);
  });
  const bytes = (): Buffer => {
    if (chunks.length > 0) whole = Buffer.concat([whole, ...chunks.splice(0)]);
    return whole;
  };
  return {
    write: (data) => void socket.write(data),
    bytes,
    text: () => bytes().toString("latin1"),
    message: () => messageIn(bytes(), isHead),
    end: () => end,
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    takeOne: () =>
      new Promise((resolve) => {
        const done = (): void => {
          socket.pause();
          socket.off("data", done);
          socket.off("close", done);
          resolve();
        };
        socket.on("data", done);
        socket.on("close", done);
        if (end !== null) return done();
        socket.resume();
      }),
    leave: () => void socket.resetAndDestroy(),
    until: (what, holds, limitMs) => until(what, () => holds() || null, limitMs).then(() => undefined),
  };
};
