import { constants, crc32, deflateRawSync } from "node:zlib";
import type { Move } from "./move.ts";

/**
 * The same steps with their bytes compressed, as one gzip member: each piece is flushed, so that a client can read it
 * at once. A stream that breaks never gets its trailer.
 */
export function* gzipped(moves: Iterable<Move>): Generator<Move> {
  let sum = 0;
  let length = 0;
  yield { type: "send", bytes: header };
  for (const move of moves) {
    if (move.type === "break" || move.type === "hang") return yield move;
    if (move.type === "send") {
      sum = crc32(move.bytes, sum);
      length = (length + move.bytes.length) % 2 ** 32;
    }
    yield move.type === "send"
      ? { type: "send", bytes: deflateRawSync(move.bytes, { finishFlush: constants.Z_SYNC_FLUSH }) }
      : move;
  }
  yield { type: "send", bytes: trailer(sum, length) };
}

/** RFC 1952: magic, deflate, no flags, no time, no extra, unknown system. */
const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);

/** An empty last block, the checksum and the length, both little-endian. */
const trailer = (sum: number, length: number): Uint8Array => {
  const bytes = new Uint8Array(10);
  const view = new DataView(bytes.buffer);
  bytes[0] = 3;
  view.setUint32(2, sum, true);
  view.setUint32(6, length, true);
  return bytes;
};
