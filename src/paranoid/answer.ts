import type { StreamReader } from "../core/dialect.ts";
import type { Exchange } from "../core/exchange.ts";
import type { AnswerWitness } from "../core/witness.ts";
import type { Delays } from "./delays.ts";
import type { Broken } from "./violations.ts";

/** A piece that has come and not gone on: enough to know it again. */
type Piece = { readonly length: number; readonly hash: number | bigint };

/** Looks at the pieces of one answer, on their way in and on their way out. */
type Pieces = {
  readonly took: (bytes: Uint8Array) => void;
  readonly gave: (bytes: Uint8Array) => void;
  /** The answer has ended as a whole one. */
  readonly ended: () => void;
};

const pieceOf = (bytes: Uint8Array): Piece => ({ length: bytes.length, hash: Bun.hash(bytes) });
const isSame = (one: Piece | undefined, other: Piece): boolean =>
  one?.length === other.length && one.hash === other.hash;

/**
 * One answer: the vendor's pieces reach the client unchanged (I-03), in their order and at once (I-07), one in hand at
 * most (I-08), and a clean end is one that the client's own format knows (I-06). One that is written anew goes out in
 * whole events (I-07). Reads what goes out by itself, so that it does not believe the reader of what comes in.
 */
export const answerWitness = (
  { id, dialect }: Exchange,
  answer: Response,
  anew: string | null,
  { broken, delays }: { readonly broken: Broken; readonly delays: Delays },
): AnswerWitness => {
  const isReadable = answer.ok && (answer.headers.get("content-encoding") ?? "identity") === "identity";
  const type = anew ?? answer.headers.get("content-type") ?? "";
  const reader = isReadable ? (dialect?.readStream(type) ?? null) : null;
  const pieces = anew === null ? asTheyCame(id, broken) : writtenAnew(id, reader, broken);
  const delay = delays.begin();
  let hasOwnWord = false;
  return {
    took: (bytes) => {
      delay.came();
      pieces.took(bytes);
    },
    gave: (bytes) => {
      delay.went();
      reader?.read(bytes);
      pieces.gave(bytes);
    },
    made: () => {
      hasOwnWord = true;
    },
    ended: (isClean) => {
      if (!isClean) return;
      pieces.ended();
      if (hasOwnWord) broken("I-06", `${id}: an error event of ours was followed by a clean end`);
      reader?.end();
      if (reader?.state() === "open") broken("I-06", `${id}: a clean end without ${reader.terminal}`);
    },
  };
};

/** What goes out is what came in, to the byte. */
const asTheyCame = (id: string, broken: Broken): Pieces => {
  const inHand: Piece[] = [];
  return {
    took: (bytes) => {
      inHand.push(pieceOf(bytes));
      if (inHand.length > 1) broken("I-08", `${id}: ${inHand.length} pieces of an answer are held at once`);
    },
    gave: (bytes) => {
      const given = pieceOf(bytes);
      const next = inHand.shift();
      if (isSame(next, given)) return;
      const isLater = inHand.some((piece) => isSame(piece, given));
      broken(isLater ? "I-07" : "I-03", `${id}: ${given.length} bytes went out that were not the next that came in`);
    },
    ended: () => {
      if (inHand.length > 0) broken("I-03", `${id}: the answer ended, and a piece of it was kept back`);
    },
  };
};

/** What goes out is something else, but always whole events. */
const writtenAnew = (id: string, reader: StreamReader | null, broken: Broken): Pieces => ({
  took: () => undefined,
  gave: () => {
    if (reader?.isEventStream === true && !reader.atBoundary())
      broken("I-07", `${id}: a piece of an answer that is written anew ends within an event`);
  },
  ended: () => undefined,
});
