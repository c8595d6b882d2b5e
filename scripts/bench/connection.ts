import { messageReader } from "./http-message.ts";
import { createOutbox } from "./outbox.ts";

/** One keep-alive connection to a contestant, one request at a time. */
export type Connection = {
  /** Sends a request; the handlers hear of its answer. */
  readonly send: (request: Uint8Array) => void;
  /** Reads no more. */
  readonly pause: () => void;
  readonly close: () => void;
};

/** What a connection tells. */
export type AnswerListener = {
  /** The whole answer is here: its status and the bytes of its body. */
  readonly answered: (status: number, length: number) => void;
  /** The connection has closed; whatever was asked is not answered any more. */
  readonly closed: () => void;
  readonly body?: (bytes: Uint8Array) => void;
};

/** Connects to a port of this machine. */
export const connect = async (port: number, on: AnswerListener): Promise<Connection> => {
  const outbox = createOutbox();
  let status = 0;
  let length = 0;
  const feed = messageReader({
    head: (text) => {
      status = Number(text.slice(9, 12));
      length = 0;
    },
    body: (bytes) => {
      length += bytes.length;
      on.body?.(bytes);
    },
    end: () => on.answered(status, length),
  });
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data: (_, bytes) => feed(bytes),
      drain: (writable) => outbox.drain(writable),
      close: () => on.closed(),
      error: () => on.closed(),
    },
  });
  return {
    send: (request) => outbox.send(socket, request),
    pause: () => socket.pause(),
    close: () => void socket.end(),
  };
};
