import { spliced } from "../../../src/lib/json-splice.ts";
import { editFor } from "../../../src/memory/engine/edits.ts";
import { type PlacedPiece, textOf } from "../../../src/memory/transcript/transcript.ts";
import type { Contender, Play, Request, Sent } from "../../../src/offline/simulate/contender.ts";

/** The least that any way to leave out tool results can cost: each is empty from its first request on. */
export const bound: Contender = {
  name: "bound",
  play: () => rewriting(({ pieces }) => new Map(pieces.filter(isResult).map(({ key }) => [key, ""]))),
};

/** How others leave out tool results, as they describe it. */
export const rivals: readonly Contender[] = [
  { name: "mask all but 10", play: () => rewriting(({ pieces }) => masked(pieces.filter(isResult).slice(0, -10))) },
  {
    name: "results of last 20",
    play: () => rewriting(({ pieces, transcript }) => olderThan(pieces, transcript.entries.length - 20)),
  },
  { name: "batch at 100k", play: () => clearingInBatches(100_000, 3) },
  { name: "batch at 60k", play: () => clearingInBatches(60_000, 3) },
  { name: "halved, new only", play: () => rewriting(halved) },
];

const cleared = "[Old tool result content cleared]";

const isResult = ({ callId }: PlacedPiece): boolean => callId !== null;

const masked = (pieces: readonly PlacedPiece[]): ReadonlyMap<string, string> =>
  new Map(pieces.map(({ key }) => [key, cleared]));

const olderThan = (pieces: readonly PlacedPiece[], end: number): ReadonlyMap<string, string> =>
  masked(pieces.filter((piece) => isResult(piece) && piece.entry < end));

/** Only what has just come is cut in half; what came before goes whole again. */
const halved = ({ pieces, transcript }: Request): ReadonlyMap<string, string> => {
  const newest = transcript.entries.findLastIndex(({ author }) => author === "model") + 1;
  return new Map(
    pieces.flatMap((piece) => {
      const text = piece.entry >= newest && isResult(piece) ? textOf(transcript, piece) : null;
      return text === null ? [] : [[piece.key, text.slice(0, Math.ceil(text.length / 2))] as const];
    }),
  );
};

/** Once so much is sent, everything but the last results is cleared, and stays so. */
const clearingInBatches = (above: number, keep: number): Play => {
  const gone = new Map<string, string>();
  let removed = 0;
  return rewriting(({ pieces, transcript }) => {
    const tokens = transcript.entries.reduce((sum, entry) => sum + entry.tokens, 0) - removed;
    if (tokens > above) {
      for (const piece of pieces.filter(isResult).slice(0, -keep)) {
        if (!gone.has(piece.key)) removed += piece.tokens;
        gone.set(piece.key, cleared);
      }
    }
    return gone;
  });
};

/** Sends requests with other texts for some pieces, by their keys. */
const rewriting = (textsFor: (request: Request) => ReadonlyMap<string, string>): Play => ({
  send: (request) => Promise.resolve(rewritten(request, textsFor(request))),
  originalOf: () => null,
});

const rewritten = ({ bytes, transcript, pieces }: Request, texts: ReadonlyMap<string, string>): Sent => {
  const changes = pieces.flatMap((piece) => {
    const after = texts.get(piece.key);
    return after === undefined ? [] : [{ piece, before: textOf(transcript, piece) ?? "", after }];
  });
  const edits = changes.map(({ piece, after }) => editFor(transcript, piece, after));
  const out = spliced(bytes, edits);
  if (out === null) throw new Error("The edits do not fit the body.");
  return { bytes: out, isBatch: false, replaced: changes };
};
