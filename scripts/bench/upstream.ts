import type { Socket } from "bun";
import { messageReader } from "./http-message.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import {
  answerBytes,
  asChunk,
  type Counts,
  deltaEvent,
  firstEvents,
  jsonAnswer,
  lastChunk,
  lastEvents,
  sharedTick,
  streamHead,
} from "./traffic.ts";

/**
 * The vendor of the benchmarks, on bare sockets so that it is not what is measured. `?size=N` answers N bytes of JSON,
 * `?events=K&every=M` a stream of K pieces of text, one every M milliseconds, each with the time that it was sent,
 * `?counts` how many connections have been opened and how many requests answered so far.
 * Argument: port.
 */
type Wire = { readonly outbox: Outbox; readonly feed: (bytes: Uint8Array) => void; isOpen: boolean };

const answers = new Map<string, Buffer>();
let streams = 0;
const counts: Counts = { connections: 0, answers: 0 };

const answerOf = (size: string): Buffer => {
  const known = answers.get(size);
  if (known !== undefined) return known;
  const made = answerBytes(Number(size));
  answers.set(size, made);
  return made;
};

/** Streams that began together shall not beat together, or a burst would be measured. */
const offsetOf = (everyMs: number): number => ((streams++ * 0.618) % 1) * everyMs;

const stream = (socket: Socket<Wire>, count: number, everyMs: number): void => {
  const { outbox } = socket.data;
  const send = (text: string): void => outbox.send(socket, asChunk(text));
  outbox.send(socket, streamHead());
  send(firstEvents(sharedTick()));
  let left = count;
  const beat = (): void => {
    if (!socket.data.isOpen) return clearInterval(timer);
    if (left-- > 0) return send(deltaEvent(sharedTick()));
    clearInterval(timer);
    send(lastEvents(sharedTick()));
    outbox.send(socket, lastChunk);
  };
  let timer = setTimeout(() => {
    timer = setInterval(beat, everyMs);
  }, offsetOf(everyMs));
};

const answer = (socket: Socket<Wire>, head: string): void => {
  if (head.includes("?counts")) return socket.data.outbox.send(socket, jsonAnswer(JSON.stringify(counts)));
  counts.answers++;
  const events = /[?&]events=(\d+)&every=(\d+)/.exec(head);
  if (events !== null) return stream(socket, Number(events[1]), Number(events[2]));
  socket.data.outbox.send(socket, answerOf(/[?&]size=(\d+)/.exec(head)?.[1] ?? "64"));
};

const wireOf = (socket: Socket<Wire>): Wire => {
  let head = "";
  const feed = messageReader({
    head: (text) => {
      head = text.slice(0, text.indexOf("\r\n"));
    },
    body: () => undefined,
    end: () => answer(socket, head),
  });
  return { outbox: createOutbox(), feed, isOpen: true };
};

Bun.listen<Wire>({
  hostname: "127.0.0.1",
  port: Number(process.argv[2]),
  socket: {
    open: (socket) => {
      counts.connections++;
      socket.data = wireOf(socket);
    },
    data: (socket, bytes) => socket.data.feed(bytes),
    drain: (socket) => socket.data.outbox.drain(socket),
    close: (socket) => {
      socket.data.isOpen = false;
    },
    error: (socket) => {
      socket.data.isOpen = false;
    },
  },
});
