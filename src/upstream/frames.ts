/** Cuts a server-sent event stream between its events. */
export type Frames = {
  /** The events that these bytes make whole, each with the blank line behind it. */
  readonly take: (bytes: Uint8Array) => readonly Uint8Array[];
  /** What is left of an event that did not become whole. */
  readonly rest: () => Uint8Array;
};

const lineFeed = 10;
const carriageReturn = 13;

/** An event that grows beyond `maxBytes` is given out in the pieces in which it came. */
export const framesOf = (maxBytes = 256 * 1024): Frames => {
  let held: Uint8Array = new Uint8Array();
  return {
    take: (bytes) => {
      const all = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      const frames: Uint8Array[] = [];
      let start = 0;
      for (let end = frameEnd(all, start); end > 0; end = frameEnd(all, start)) {
        frames.push(all.subarray(start, end));
        start = end;
      }
      held = all.subarray(start);
      if (held.length > maxBytes) {
        frames.push(held);
        held = new Uint8Array();
      }
      return frames;
    },
    rest: () => held,
  };
};

/** The index behind the first blank line from `start` on; -1 where there is none yet. */
const frameEnd = (bytes: Uint8Array, start: number): number => {
  let lineStart = start;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte !== lineFeed && byte !== carriageReturn) continue;
    if (byte === carriageReturn && at + 1 === bytes.length) return -1; // a line feed may follow and belong to it
    const isBlank = at === lineStart;
    if (byte === carriageReturn && bytes[at + 1] === lineFeed) at++;
    if (isBlank) return at + 1;
    lineStart = at + 1;
  }
  return -1;
};
