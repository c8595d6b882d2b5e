import type { Socket } from "bun";
import { messageReader } from "../http-message.ts";
import { createOutbox, type Outbox } from "../outbox.ts";
import { asChunk, jsonAnswer, lastChunk, streamHead } from "../traffic.ts";
import { spoken } from "./answers.ts";
import { type Format, pathOf } from "./conversation.ts";

/**
 * The vendor of this benchmark: answers in the format of the path that it is asked at, whole, or below `/stream-N` with a
 * stream of N pieces of text as fast as it is taken. All answers are made before they are asked for. Argument: port.
 */
type Wire = { readonly outbox: Outbox; readonly feed: (bytes: Uint8Array) => void };

const made = new Map<string, Buffer>();

const answerOf = (path: string): Buffer => {
  const known = made.get(path);
  if (known !== undefined) return known;
  const format = formats.find((one) => path.endsWith(pathOf[one])) ?? "anthropic";
  const pieces = /\/stream-(\d+)\//.exec(path)?.[1];
  const answer =
    pieces === undefined
      ? jsonAnswer(spoken[format].whole)
      : Buffer.concat([streamHead(), ...spoken[format].stream(Number(pieces)).map(asChunk), lastChunk]);
  made.set(path, answer);
  return answer;
};
const formats = Object.keys(spoken) as readonly Format[];

const wireOf = (socket: Socket<Wire>): Wire => {
  const outbox = createOutbox();
  let path = "";
  const feed = messageReader({
    head: (text) => {
      path = /^\S+ ([^ ?]*)/.exec(text)?.[1] ?? "";
    },
    body: () => undefined,
    end: () => outbox.send(socket, answerOf(path)),
  });
  return { outbox, feed };
};

Bun.listen<Wire>({
  hostname: "127.0.0.1",
  port: Number(process.argv[2]),
  socket: {
    open: (socket) => {
      socket.data = wireOf(socket);
    },
    data: (socket, bytes) => socket.data.feed(bytes),
    drain: (socket) => socket.data.outbox.drain(socket),
    close: () => undefined,
    error: () => undefined,
  },
});
