import type { Exchange } from "../core/exchange.ts";
import type { AnswerWitness } from "../core/witness.ts";
import type { Broken } from "./violations.ts";

/** A piece that has come and not gone on: enough to know it again. */
type Piece = { readonly length: number; readonly hash: number | bigint };

const pieceOf = (bytes: Uint8Array): Piece => ({ length: bytes.length, hash: Bun.hash(bytes) });
const isSame = (one: Piece | undefined, other: Piece): boolean =>
  one?.length === other.length && one.hash === other.hash;

/**
 * One answer: the vendor's pieces reach the client unchanged (I-03), in their order (I-07), one in hand at most (I-08),
 * and a clean end is one that the client's own format knows (I-06). Reads what goes out by itself, so that it does not
 * believe the reader of what comes in.
 */
export const answerWitness = ({ id, dialect }: Exchange, answer: Response, broken: Broken): AnswerWitness => {
  const inHand: Piece[] = [];
  const isReadable = answer.ok && (answer.headers.get("content-encoding") ?? "identity") === "identity";
  const reader = isReadable ? (dialect?.readStream(answer.headers.get("content-type") ?? "") ?? null) : null;
  let hasOwnWord = false;
  return {
    took: (bytes) => {
      inHand.push(pieceOf(bytes));
      if (inHand.length > 1) broken("I-08", `${id}: ${inHand.length} pieces of an answer are held at once`);
    },
    gave: (bytes) => {
      const given = pieceOf(bytes);
      const next = inHand.shift();
      if (!isSame(next, given)) {
        const isLater = inHand.some((piece) => isSame(piece, given));
        broken(isLater ? "I-07" : "I-03", `${id}: ${given.length} bytes went out that were not the next that came in`);
      }
      reader?.read(bytes);
    },
    made: () => {
      hasOwnWord = true;
    },
    ended: (isClean) => {
      if (!isClean) return;
      if (inHand.length > 0) broken("I-03", `${id}: the answer ended, and a piece of it was kept back`);
      if (hasOwnWord) broken("I-06", `${id}: an error event of ours was followed by a clean end`);
      reader?.end();
      if (reader?.state() === "open") broken("I-06", `${id}: a clean end without ${reader.terminal}`);
    },
  };
};
