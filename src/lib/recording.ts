import { withoutHalfKey } from "./redact.ts";
import { unpacked } from "./unpacked.ts";

/** The beginning of a body that goes by, in a copy. */
export type Recording = {
  readonly hear: (piece: Uint8Array) => void;
  /** Bytes that have gone by. */
  readonly total: () => number;
  /** Those of them that were kept. */
  readonly bytes: () => Uint8Array;
  /** The memory that it has asked for. */
  readonly heldBytes: () => number;
};

const leastBytes = 1024;

/** Keeps up to `maxBytes` of what it hears; `take` is asked for memory first, and where it says no, nothing more is kept. */
export const createRecording = (maxBytes: number, take: (bytes: number) => boolean = () => true): Recording => {
  let kept: Uint8Array = new Uint8Array(); // one for all pieces: each by itself takes more than most of them hold
  let size = 0;
  let total = 0;
  let isOff = false;
  const hasRoomFor = (wanted: number): boolean => {
    if (wanted <= kept.length) return true;
    const larger = Math.min(maxBytes, Math.max(wanted, kept.length * 2, leastBytes));
    if (!take(larger - kept.length)) return false;
    const copy = new Uint8Array(larger);
    copy.set(kept.subarray(0, size));
    kept = copy;
    return true;
  };
  return {
    hear: (piece) => {
      total += piece.length;
      const room = isOff ? 0 : Math.min(piece.length, maxBytes - size);
      if (room <= 0) return;
      isOff = !hasRoomFor(size + room);
      if (isOff) return;
      kept.set(piece.subarray(0, room), size);
      size += room;
    },
    total: () => total,
    bytes: () => kept.subarray(0, size),
    heldBytes: () => kept.length,
  };
};

/** A body as it is kept: its text, or why there is none. */
export type KeptBody = {
  /** Bytes of the whole body as they went by. */
  readonly bytes: number;
  /** Null where `why` says it. */
  readonly text: string | null;
  /** Whether the text is only the beginning. */
  readonly isCut: boolean;
  readonly why: string | null;
};

/** What can be kept of these bytes out of `total`: a text, unpacked. What is no text cannot be searched for keys, so it is not kept. */
export const keptBody = (bytes: Uint8Array, total: number, encoding: string | null, maxBytes: number): KeptBody => {
  const without = (why: string): KeptBody => ({ bytes: total, text: null, isCut: false, why });
  if (total === 0) return { bytes: 0, text: "", isCut: false, why: null };
  if (bytes.length === 0) return without("too much was to be kept at the same time");
  const isPacked = (encoding ?? "identity").trim().toLowerCase() !== "identity";
  const isCut = bytes.length < total;
  if (isPacked && isCut) return without("packed, and larger than what is kept");
  const plain = unpacked(bytes, encoding, maxBytes);
  if (plain === null) return without("packed, and larger than what is kept or not readable");
  const text = textOf(plain, isCut);
  return text === null ? without("not a text") : { bytes: total, text, isCut, why: null };
};

/** A letter that the cut has split is left out. Zeros are of other alphabets than the one that keys are searched in. */
const textOf = (bytes: Uint8Array, isCut: boolean): string | null => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: isCut });
    if (text.includes("\0")) return null;
    return isCut ? withoutHalfKey(text) : text;
  } catch {
    return null;
  }
};
