import type { Decision, Original } from "../../core/memory.ts";
import { importanceOf } from "../recall/importance.ts";
import { leavesOut } from "../shrinkers/index.ts";
import { originalId } from "../shrinkers/placeholder.ts";
import { type PlacedPiece, type Transcript, textOf } from "../transcript/transcript.ts";

/** What has to be kept of what these decisions leave out: the texts of which something cannot be told from what is left. */
export const originalsOf = (
  transcript: Transcript,
  pieces: readonly PlacedPiece[],
  decisions: ReadonlyMap<string, Decision>,
): readonly Original[] =>
  pieces.flatMap((piece) => {
    const steps = decisions.get(piece.key)?.steps ?? [];
    const text = steps.some(leavesOut) ? textOf(transcript, piece) : null;
    if (text === null) return [];
    const source = piece.call === null ? piece.role : `${piece.call.name} ${piece.call.label}`;
    const { entry, tokens, isError } = piece;
    const importance = importanceOf({ text, role: piece.role, tool: piece.call?.name ?? null, isError });
    return [{ id: originalId(text), text, source, entry, tokens, importance }];
  });
