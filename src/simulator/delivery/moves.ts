import type { Frame } from "../format.ts";
import { type Fault, factOf, faultNamed } from "./faults.ts";
import { gzipped } from "./gzip.ts";
import type { Move } from "./move.ts";

/** How a stream is paced, and the frame that a fault puts into it. */
export type Pace = { readonly chunkDelayMs: number; readonly errorFrame: Frame };

/** The frames of an answer as steps, with every fault of the stream applied; nothing is made before it is asked for. */
export function* movesOf(frames: Iterable<Frame>, faults: readonly Fault[], pace: Pace): Generator<Move> {
  const spelled = respelled(frames, faults);
  const broken = brokenOff(spelled, faults, pace);
  const sliced = dripped(broken, faultNamed(faults, "drip"));
  yield* faultNamed(faults, "gzip") ? gzipped(sliced) : sliced;
  const linger = faultNamed(faults, "linger");
  if (linger) yield { type: "wait", ms: factOf(linger, "ms", 1000) };
}

/** Faults that change what is written: line ends and broken JSON. */
function* respelled(frames: Iterable<Frame>, faults: readonly Fault[]): Generator<Frame> {
  const crlf = faultNamed(faults, "crlf") !== undefined;
  const bad = faultNamed(faults, "bad-json") !== undefined;
  let count = 0;
  for (const { text, last } of frames) {
    count += 1;
    const broken = bad && count === 2 ? text.replace(/.{2}(?=\s*$)/s, "") : text;
    yield { text: crlf ? broken.replaceAll(/\r?\n/g, "\r\n") : broken, last };
  }
}

/** A client sees what was sent before the break only when the break comes a moment later. */
const beforeBreakMs = 20;

/** Faults that end the stream too early, after so many frames. */
function* brokenOff(
  frames: Iterable<Frame>,
  faults: readonly Fault[],
  { chunkDelayMs, errorFrame }: Pace,
): Generator<Move> {
  const ending = faults.find(
    ({ name }) => name === "stall" || name === "cut" || name === "eof" || name === "error-in-200",
  );
  const limit = ending ? factOf(ending, "after", 1) : Number.POSITIVE_INFINITY;
  let count = 0;
  for (const { text } of frames) {
    if (count >= limit) break;
    if (count > 0 && chunkDelayMs > 0) yield { type: "wait", ms: chunkDelayMs };
    yield send(text);
    count += 1;
  }
  if (ending?.name === "stall") yield { type: "hang" };
  if (ending?.name === "error-in-200") yield send(errorFrame.text);
  if (ending?.name !== "cut") return;
  yield { type: "wait", ms: beforeBreakMs };
  yield { type: "break" };
}

const encoder = new TextEncoder();

const send = (text: string): Move => ({ type: "send", bytes: encoder.encode(text) });

function* dripped(moves: Iterable<Move>, drip: Fault | undefined): Generator<Move> {
  if (drip === undefined) return yield* moves;
  const size = Math.max(1, factOf(drip, "bytes", 1));
  const ms = factOf(drip, "ms", 1);
  for (const move of moves) {
    if (move.type !== "send") yield move;
    else yield* slices(move.bytes, size, ms);
  }
}

function* slices(bytes: Uint8Array, size: number, ms: number): Generator<Move> {
  for (let at = 0; at < bytes.length; at += size) {
    yield { type: "send", bytes: bytes.subarray(at, at + size) };
    if (ms > 0) yield { type: "wait", ms };
  }
}
