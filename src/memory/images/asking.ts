import type { OwnCall, OwnCalls, OwnPlace } from "../../core/own-call.ts";
import { memberOf } from "../transcript/places.ts";
import type { PlacedPiece, Transcript } from "../transcript/transcript.ts";
import { imageIn } from "./image-in.ts";
import { descriptionKey, descriptionQuestion } from "./question.ts";

/** A conversation that has just gone out, and what may be asked for it. */
export type Describing = {
  readonly transcript: Transcript;
  readonly pieces: readonly PlacedPiece[];
  /** Whether something was decided for a piece: then it is a line of text already. */
  readonly isDecided: (key: string) => boolean;
  readonly calls: OwnCalls;
  readonly place: OwnPlace;
  readonly session: OwnCall["session"];
  readonly maxTokens: number;
};

/** So many images of one request are asked for at once, the latest first: each waits with its bytes. */
const mostAtOnce = 4;

/** Has the images of a conversation described that nobody has described yet, where a description is much shorter. */
export const askForDescriptions = (describing: Describing): void => {
  const { pieces, isDecided, calls, maxTokens } = describing;
  const wanted = pieces.filter(
    ({ kind, tokens, hash, key }) =>
      kind === "image" && tokens >= 2 * maxTokens && !isDecided(key) && calls.isWanted(descriptionKey(hash)),
  );
  for (const piece of wanted.slice(-mostAtOnce)) {
    const call = callFor(piece, describing);
    if (call !== null) calls.ask(call);
  }
};

const callFor = (
  { entry, path, hash }: PlacedPiece,
  { transcript, place, session, maxTokens }: Describing,
): OwnCall | null => {
  const image = imageIn(path.reduce<unknown>((inner, step) => memberOf(inner, step), transcript.jsonOf(entry)));
  if (image === null) return null;
  return { key: descriptionKey(hash), place, session, question: descriptionQuestion(image, maxTokens) };
};
