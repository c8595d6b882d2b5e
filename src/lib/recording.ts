import { unpacked } from "./unpacked.ts";

/** The beginning of a body that goes by, in copies. */
export type Recording = {
  readonly hear: (piece: Uint8Array) => void;
  /** Bytes that have gone by. */
  readonly total: () => number;
  /** Those of them that were kept. */
  readonly bytes: () => Uint8Array;
};

/** Keeps up to `maxBytes` of what it hears; `take` is asked for memory first, and where it says no, nothing more is kept. */
export const createRecording = (maxBytes: number, take: (bytes: number) => boolean = () => true): Recording => {
  let kept: Uint8Array[] = [];
  let size = 0;
  let total = 0;
  let isOff = false;
  return {
    hear: (piece) => {
      total += piece.length;
      const room = isOff ? 0 : Math.min(piece.length, maxBytes - size);
      if (room <= 0) return;
      if (!take(room)) {
        isOff = true;
        return;
      }
      kept.push(piece.slice(0, room));
      size += room;
    },
    total: () => total,
    bytes: () => {
      if (kept.length > 1) kept = [joined(kept, size)];
      return kept[0] ?? new Uint8Array();
    },
  };
};

const joined = (pieces: readonly Uint8Array[], size: number): Uint8Array => {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
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

/** A letter that the cut has split is left out. */
const textOf = (bytes: Uint8Array, isCut: boolean): string | null => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return null;
  }
};
