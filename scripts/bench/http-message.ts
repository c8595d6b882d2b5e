/** What a reader tells of the messages that pass: a head, the bytes of its body, its end. */
export type MessageListener = {
  readonly head: (text: string) => void;
  readonly body: (bytes: Uint8Array) => void;
  readonly end: () => void;
};

const blankLine = Buffer.from("\r\n\r\n");

/**
 * Reads HTTP/1.1 messages one after the other in any split of their bytes: bodies with a length, chunked ones, none.
 * Made for measuring: it is lenient, and it does next to nothing for a message that comes in one piece.
 */
export const messageReader = (on: MessageListener): ((bytes: Uint8Array) => void) => {
  let head: Buffer | null = null;
  /** Bytes of the body or of the chunk still to come; null while a head is read. */
  let left: number | null = null;
  let chunks: ChunkLines | null = null;

  const readHead = (bytes: Buffer): Buffer | null => {
    const whole: Buffer = head === null ? bytes : Buffer.concat([head, bytes]);
    const end = whole.indexOf(blankLine);
    head = end < 0 ? whole : null;
    if (end < 0) return null;
    const text = whole.toString("latin1", 0, end);
    chunks = /\r\ntransfer-encoding: *chunked/i.test(text) ? chunkLines() : null;
    left = chunks === null ? Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0) : 0;
    on.head(text);
    return whole.subarray(end + 4);
  };
  const finish = (): void => {
    left = null;
    on.end();
  };
  const take = (bytes: Buffer, most: number): Buffer => {
    if (most > 0 && bytes.length > 0) on.body(bytes.length > most ? bytes.subarray(0, most) : bytes);
    left = most - Math.min(most, bytes.length);
    return bytes.subarray(most);
  };
  const readChunked = (bytes: Buffer, lines: ChunkLines): Buffer => {
    if (left !== null && left > 0) return take(bytes, left);
    const { used, size } = lines.read(bytes);
    if (size === 0) finish();
    else left = size ?? 0;
    return bytes.subarray(used);
  };

  return (bytes) => {
    let rest: Buffer | null = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    while (rest !== null && (rest.length > 0 || left === 0)) {
      if (left === null) rest = readHead(rest);
      else if (chunks !== null) {
        if (rest.length === 0) return;
        rest = readChunked(rest, chunks);
      } else {
        rest = take(rest, left);
        if (left === 0) finish();
      }
    }
  };
};

type ChunkLines = { readonly read: (bytes: Buffer) => { readonly used: number; readonly size: number | null } };

const lineFeed = 10;

/** Reads what stands between the data of chunks; a size of 0 means that the message is over, null that nothing is known yet. */
const chunkLines = (): ChunkLines => {
  let line = "";
  let isLast = false;
  return {
    read: (bytes) => {
      const end = bytes.indexOf(lineFeed);
      line += bytes.toString("latin1", 0, end < 0 ? bytes.length : end);
      if (end < 0) return { used: bytes.length, size: null };
      const text = line.trim();
      line = "";
      if (text === "") return { used: end + 1, size: isLast ? 0 : null }; // the end of a chunk's data, or of all
      isLast = text === "0";
      return { used: end + 1, size: isLast ? null : Number.parseInt(text, 16) };
    },
  };
};
