import { backslash, quote } from "./json-bytes.ts";

/** What has more texts than this is no quicker to go through than to parse. */
const mostTexts = 4000;

/** A longer one is left out. */
const longestBytes = 4096;

/**
 * JSON whose long texts are empty, all else being as it was: what has small fields beside one long text is read in no
 * time. Takes the pieces as they came. Null where it has too many texts for that, or ends within one.
 */
export const abridged = (pieces: readonly Uint8Array[]): Uint8Array | null => {
  const kept = new Kept();
  for (const piece of pieces) kept.take(piece);
  return kept.whole();
};

/** What is kept of the pieces so far. */
class Kept {
  readonly #parts: Uint8Array[] = [];
  /** What has come of the text that has begun; null = between two. */
  #text: Uint8Array[] | null = null;
  #textBytes = 0;
  /** Whether what has come of it ends with a sign that changes the next one. */
  #isEscaping = false;
  #texts = 0;

  take(piece: Uint8Array): void {
    let at = 0;
    while (at < piece.length && this.#texts <= mostTexts)
      at = this.#text === null ? this.#between(piece, at) : this.#within(piece, at, this.#text);
  }

  whole(): Uint8Array | null {
    return this.#text === null && this.#texts <= mostTexts ? Buffer.concat(this.#parts) : null;
  }

  #between(piece: Uint8Array, from: number): number {
    const start = piece.indexOf(quote, from);
    const end = start < 0 ? piece.length : start + 1;
    this.#parts.push(piece.subarray(from, end));
    if (start >= 0) {
      this.#text = [];
      this.#textBytes = 0;
      this.#texts++;
    }
    return end;
  }

  #within(piece: Uint8Array, from: number, text: Uint8Array[]): number {
    const end = this.#endOfText(piece, from);
    const part = piece.subarray(from, end < 0 ? piece.length : end);
    this.#isEscaping = end < 0 && slashesBefore(piece, from, piece.length, this.#isEscaping) % 2 === 1;
    text.push(part);
    this.#textBytes += part.length;
    if (end < 0) return piece.length;
    if (this.#textBytes <= longestBytes) this.#parts.push(...text);
    this.#parts.push(piece.subarray(end, end + 1));
    this.#text = null;
    return end + 1;
  }

  /** Each escaped quote on the way costs as much as a text of its own. */
  #endOfText(piece: Uint8Array, from: number): number {
    let end = piece.indexOf(quote, from);
    while (end >= 0 && this.#texts <= mostTexts && slashesBefore(piece, from, end, this.#isEscaping) % 2 === 1) {
      this.#texts++;
      end = piece.indexOf(quote, end + 1);
    }
    return end;
  }
}

const slashesBefore = (piece: Uint8Array, from: number, to: number, hasOneBefore: boolean): number => {
  let slashes = 0;
  while (to - 1 - slashes >= from && piece[to - 1 - slashes] === backslash) slashes++;
  return slashes + (to - slashes === from && hasOneBefore ? 1 : 0);
};
