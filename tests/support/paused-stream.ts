import { read, type Step, send, waitFor } from "./faultd.ts";
import type { Format } from "./formats.ts";
import { chunk, lastChunk, streamHead } from "./http-text.ts";

/** An answer whose first event is sent, and the rest when this resolves. */
export const pausedStream = ({ events: [first = "", ...rest] }: Format, goOn: Promise<void>): readonly Step[] => [
  read("all"),
  send(streamHead()),
  send(chunk(first)),
  waitFor(goOn),
  send(chunk(rest.join(""))),
  send(lastChunk),
];
