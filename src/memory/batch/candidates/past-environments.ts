import { type EnvironmentBlock, environmentBlocksIn } from "../../environment/blocks.ts";
import { idOf } from "../../shrinkers/placeholder.ts";
import { type PlacedPiece, textOf } from "../../transcript/transcript.ts";
import { isWorth } from "../cleared.ts";
import { pastBlocks } from "../past-blocks.ts";
import { type BatchQuestion, outgoingTokens } from "../question.ts";
import type { Candidate, Finder } from "./candidate.ts";

/** What programs told of the surroundings before the latest few times: the model goes by the latest. */
export const pastEnvironments: Finder = (question) => {
  const later = new Map<string, number[]>(); // the entries of the blocks of a kind that came after, the latest first
  return question.pieces.toReversed().flatMap((piece) => {
    if (piece.kind !== "text" || piece.role !== "user") return [];
    const blocks = blocksOf(question, piece);
    const past = blocks.toReversed().flatMap((block) => {
      const { name, keep } = block.pattern;
      const seen = later.get(name) ?? [];
      later.set(name, [...seen, piece.entry]);
      const displaced = seen[keep - 1];
      return displaced === undefined ? [] : [{ block, displaced }];
    });
    return past.length === 0 ? [] : without(question, piece, past.toReversed());
  });
};

type Past = { readonly block: EnvironmentBlock; readonly displaced: number };

/** Looked for again at every turn, in words that never change. */
const found = new Map<string, readonly EnvironmentBlock[]>();
const mostFound = 2000;

const blocksOf = ({ transcript, measure }: BatchQuestion, piece: PlacedPiece): readonly EnvironmentBlock[] => {
  const before = found.get(piece.hash);
  if (before !== undefined) return before;
  const blocks = environmentBlocksIn(textOf(transcript, piece) ?? "", piece.role).filter(
    ({ text, pattern }) => measure(text) >= pattern.min_tokens,
  );
  if (found.size >= mostFound) found.clear();
  found.set(piece.hash, blocks);
  return blocks;
};

/** What stands for a block: a few words and the way back. */
const standInTokens = 40;

const without = (
  { known, measure }: BatchQuestion,
  piece: PlacedPiece,
  past: readonly Past[],
): readonly Candidate[] => {
  const gone = past.reduce((sum, { block }) => sum + measure(block.text) - standInTokens, 0);
  const left = piece.tokens - gone;
  if (!isWorth({ came: piece.tokens, goes: outgoingTokens(known, piece), left })) return [];
  const cuts = past.map(({ block: { start, end, pattern } }) => ({ start, end, name: pattern.name }));
  const step = { do: pastBlocks.name, v: pastBlocks.version, with: { cuts, id: idOf(piece.hash) } };
  return [{ piece, since: Math.min(...past.map(({ displaced }) => displaced)), guess: left, steps: [step] }];
};
