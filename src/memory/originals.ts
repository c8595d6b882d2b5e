import type { Decision, Original } from "../core/memory.ts";
import { shrinkers } from "./shrinkers.ts";
import { contentHash } from "./transcript/hash.ts";
import { type PlacedPiece, type Transcript, textOf } from "./transcript/transcript.ts";

/** The name under which a text that was left out is found again. */
export const originalId = (text: string): string =>
  `m_${contentHash(text)
    .replaceAll(/[^a-z0-9]/gi, "")
    .slice(0, 10)
    .toLowerCase()}`;

/** How a person, or a model with a shell, gets something back. */
export const wayBack = (id: string): string => `proxy-cli memory show ${id}`;

/** What has to be kept of what these decisions leave out: the texts of which something cannot be told from what is left. */
export const originalsOf = (
  transcript: Transcript,
  pieces: readonly PlacedPiece[],
  decisions: ReadonlyMap<string, Decision>,
): readonly Original[] =>
  pieces.flatMap((piece) => {
    const steps = decisions.get(piece.key)?.steps ?? [];
    const isLossy = steps.some((step) => shrinkers.some(({ name, isLossy }) => isLossy && name === step.do));
    const text = isLossy ? textOf(transcript, piece) : null;
    if (text === null) return [];
    const source = piece.call === null ? piece.role : `${piece.call.name} ${piece.call.label}`;
    return [{ id: originalId(text), text, source }];
  });
