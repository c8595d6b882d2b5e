import type { SseEvent, SseReader } from "./sse.ts";

/** The name of the event that tells of the list's closing bracket. */
export const listEnd = "list-end";

const [space, quote, backslash] = [0x20, 0x22, 0x5c];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** What a byte means for the list: an object in it begins or ends, the list ends, or this is no list at all. */
type Turn = "open" | "shut" | "end" | "none" | null;

/** Follows the brackets of a list, byte by byte; those within texts do not count. */
const nesting = () => {
  let [depth, bottom] = [0, 0];
  let [isText, isEscaped] = [false, false];
  const inText = (byte: number): null => {
    if (isEscaped) isEscaped = false;
    else if (byte === backslash) isEscaped = true;
    else if (byte === quote) isText = false;
    return null;
  };
  return {
    isInside: (): boolean => depth > bottom,
    step: (byte: number): Turn => {
      if (isText) return inText(byte);
      if (byte === openObject || byte === openList) {
        if (depth === 0 && byte === openList) bottom = 1;
        depth++;
        return byte === openObject && depth === bottom + 1 ? "open" : null;
      }
      if (byte === closeObject || byte === closeList) {
        depth--;
        if (depth < bottom) return bottom === 1 && depth === 0 ? "end" : "none";
        return depth === bottom && byte === closeObject ? "shut" : null;
      }
      isText = byte === quote && depth > 0;
      return depth === 0 && byte > space ? "none" : null;
    },
    /** Whether an object that has just ended stands alone. */
    isAlone: (): boolean => bottom === 0,
  };
};

/**
 * Reads one long JSON list of objects in any split of its bytes, as an event stream is read: calls back for each object
 * as soon as it is whole, and for the end of the list; an object that stands alone is a list of one. Never throws, and is
 * off for good where the bytes are no list, or one object is larger than `maxBytes`.
 */
export const jsonListReader = (onEvent: (event: SseEvent) => void, maxBytes = 8 * 1024 * 1024): SseReader => {
  const decoder = new TextDecoder();
  const { step, isInside, isAlone } = nesting();
  let [isOver, isOff] = [false, false];
  let kept: Uint8Array[] = [];
  let keptBytes = 0;
  const keep = (bytes: Uint8Array): void => {
    keptBytes += bytes.length;
    if (keptBytes > maxBytes) isOff = true;
    else kept.push(bytes.slice()); // the runtime may use the buffer again
  };
  const tell = (): void => {
    const data = decoder.decode(Buffer.concat(kept));
    [kept, keptBytes] = [[], 0];
    if (!isOff) onEvent({ name: "message", data });
    if (isAlone()) close();
  };
  const close = (): void => {
    isOver = true;
    onEvent({ name: listEnd, data: "" });
  };
  const read = (bytes: Uint8Array): void => {
    let from = isInside() ? 0 : -1;
    for (let at = 0; at < bytes.length && !isOff && !isOver; at++) {
      const turn = step(bytes[at] ?? space);
      if (turn === null) continue;
      if (turn === "open") from = at;
      if (turn === "none") isOff = true;
      if (turn === "end") close();
      if (turn !== "shut") continue;
      keep(bytes.subarray(from, at + 1));
      tell();
      from = -1;
    }
    if (from >= 0 && !isOff) keep(bytes.subarray(from));
  };
  return { read, end: () => undefined, isOff: () => isOff, atBoundary: () => !isInside() };
};
