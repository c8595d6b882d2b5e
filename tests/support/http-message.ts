/** An HTTP/1.1 message as far as it has come: enough of a reader to see what really went over the wire. */
export type Message = {
  readonly startLine: string;
  /** In the order and spelling of the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body's own bytes, without chunk framing. */
  readonly body: Uint8Array;
  readonly isHeadDone: boolean;
  /** Whether its own framing says that it is whole; a body that ends with the connection never is. */
  readonly isDone: boolean;
  /** Bytes after a whole message. */
  readonly rest: Uint8Array;
};

const nothing = new Uint8Array(0);

/** Reads what there is of a message; an answer to HEAD, and 204 and 304, have no body whatever they say. */
export const messageIn = (bytes: Uint8Array, hasNoBody = false): Message => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const headEnd = buffer.indexOf("\r\n\r\n");
  if (headEnd < 0) {
    return { startLine: "", headers: [], body: nothing, isHeadDone: false, isDone: false, rest: nothing };
  }
  const [startLine = "", ...lines] = buffer.toString("latin1", 0, headEnd).split("\r\n");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  const named = (name: string): string | undefined => headers.find(([known]) => known.toLowerCase() === name)?.[1];
  const after = buffer.subarray(headEnd + 4);
  const head = { startLine, headers, isHeadDone: true };
  const isAnswer = startLine.startsWith("HTTP/");
  if (hasNoBody || (isAnswer && /^HTTP\/1\.1 (1\d\d|204|304)/.test(startLine)))
    return { ...head, body: nothing, isDone: true, rest: after };
  if (named("transfer-encoding") !== undefined) return { ...head, ...unchunked(after) };
  const length = named("content-length");
  if (length === undefined)
    return { ...head, body: isAnswer ? after : nothing, isDone: !isAnswer, rest: isAnswer ? nothing : after };
  const size = Number(length);
  return { ...head, body: after.subarray(0, size), isDone: after.length >= size, rest: after.subarray(size) };
};

const unchunked = (bytes: Buffer): Pick<Message, "body" | "isDone" | "rest"> => {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf("\r\n", at);
    if (lineEnd < 0) return { body: Buffer.concat(parts), isDone: false, rest: nothing };
    const size = Number.parseInt(bytes.toString("latin1", at, lineEnd), 16);
    const start = lineEnd + 2;
    if (size === 0)
      return { body: Buffer.concat(parts), isDone: bytes.length >= start + 2, rest: bytes.subarray(start + 2) };
    parts.push(bytes.subarray(start, Math.min(bytes.length, start + size)));
    if (bytes.length < start + size + 2) return { body: Buffer.concat(parts), isDone: false, rest: nothing };
    at = start + size + 2;
  }
};
