import { textOrNull } from "../../lib/json.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";
import type { PlacedPiece } from "../transcript/transcript.ts";

/** Shorter ones cost no more than what would stand for them. */
const minChars = 240;

/**
 * What a tool gave before, word for word: a line points to it. Nothing is lost, as what it points to is still there:
 * `with.of` is the key of that piece, which must stay whole for as long as this one points to it.
 */
export const duplicates: Shrinker = {
  name: "duplicates",
  version: 1,
  isLossy: false,
  from: "lossless",
  maxLength: Number.POSITIVE_INFINITY,
  suits: (text, { piece, earlier }) => {
    const same = text.length < minChars ? null : earlier.same(piece);
    return same === null ? null : { of: same.key, as: labelOf(same) };
  },
  apply: (text, how, lookup) =>
    lookup(textOrNull(how["of"]) ?? "") === text ? `[the same as what ${how["as"]} gave above]` : null,
};

/** How a piece is spoken of: by its call. */
export const labelOf = ({ call }: PlacedPiece): string =>
  call === null ? "a tool" : `\`${`${call.name} ${call.label}`.trim()}\``;
