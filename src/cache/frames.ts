/** About as much as a stream is given at once. */
const pieceBytes = 16 * 1024;

/**
 * A recorded stream in pieces to give it again, each of which ends where an event ends: no client is ever shown half of
 * one. What has no events, or one that is larger, goes as it is.
 */
export const piecesOf = (bytes: Uint8Array, mostBytes = pieceBytes): readonly Uint8Array[] => {
  const pieces: Uint8Array[] = [];
  let from = 0;
  while (from < bytes.length) {
    const to = bytes.length - from <= mostBytes ? bytes.length : borderBefore(bytes, from, from + mostBytes);
    pieces.push(bytes.subarray(from, to));
    from = to;
  }
  return pieces;
};

/** Behind the last event that ends before `to`; else behind the next one. */
const borderBefore = (bytes: Uint8Array, from: number, to: number): number => {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends = ["\n\n", "\r\n\r\n", "\r\r"];
  const last = Math.max(...ends.map((end) => endBefore(all, end, to)));
  if (last > from) return last;
  const next = ends.map((end) => endAfter(all, end, to)).filter((at) => at > 0);
  return Math.min(bytes.length, ...next);
};

/** An event may end across `to`. */
const endAfter = (all: Buffer, end: string, to: number): number => {
  const at = all.indexOf(end, Math.max(0, to - end.length + 1));
  return at < 0 ? -1 : at + end.length;
};

const endBefore = (all: Buffer, end: string, to: number): number => {
  const at = to < end.length ? -1 : all.lastIndexOf(end, to - end.length);
  return at < 0 ? -1 : at + end.length;
};
