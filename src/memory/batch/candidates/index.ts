import { agedImages } from "../../images/aged.ts";
import type { PlacedPiece } from "../../transcript/transcript.ts";
import { changeable } from "../changeable.ts";
import type { BatchQuestion } from "../question.ts";
import type { Candidate, Finder } from "./candidate.ts";
import { old } from "./old.ts";
import { outdated } from "./outdated.ts";
import { pastEnvironments } from "./past-environments.ts";
import { repeated } from "./repeated.ts";
import { written } from "./written.ts";

/** The reasons, the most telling first: a piece is taken for the first that it has. */
const finders: readonly Finder[] = [
  repeated, // nothing is lost: it stands further on
  outdated, // what it says is no longer so
  written, // it says what a later reading says
  pastEnvironments, // it says how things were
  agedImages, // nobody has spoken of it for long, and what is on it stays as words
  old, // it may still be wanted
];

/** What may be left out of what has gone out, in the order of the conversation. */
export const candidatesIn = (question: BatchQuestion): readonly Candidate[] => {
  const mayChange = changeable(question);
  const found = new Map<PlacedPiece, Candidate>();
  for (const find of finders) {
    for (const candidate of find(question)) {
      if (!found.has(candidate.piece) && mayChange(candidate.piece)) found.set(candidate.piece, candidate);
    }
  }
  return question.pieces.flatMap((piece) => found.get(piece) ?? []);
};
