import type { Decision } from "../../core/memory.ts";
import { textOrNull } from "../../lib/json.ts";
import { once } from "../../lib/once.ts";
import { withoutGutter } from "../lines/gutter.ts";
import { environment } from "../live/environment.ts";
import { keepsLines, leavesOut } from "../shrinkers/index.ts";
import type { Earlier, Lookup } from "../shrinkers/shrinker.ts";
import type { PlacedPiece, Transcript } from "../transcript/transcript.ts";

/** What has been said so far, and what was decided of it. */
export type SoFar = {
  readonly transcript: Pick<Transcript, "entries">;
  readonly pieces: readonly PlacedPiece[];
  readonly decisionOf: (key: string) => Decision | undefined;
  readonly lookup: Lookup;
};

/**
 * What stands before a piece. Only what goes out with all that it says may be pointed to: a batch of later may not leave
 * out what another piece points to (`with.of` of its steps).
 */
export const earlierThan = (piece: PlacedPiece, soFar: SoFar): Earlier => {
  const { pieces, decisionOf, lookup } = soFar;
  const at = once(() => pieces.indexOf(piece));
  return {
    same: ({ hash, kind }) => {
      for (const one of upTo(at(), pieces))
        if (one.hash === hash && one.kind === kind && saysAll(decisionOf(one.key))) return one;
      return null;
    },
    *texts() {
      for (const one of upTo(at(), pieces)) {
        const { key, kind } = one;
        const decision = decisionOf(key);
        if (kind === "image" || !saysAll(decision)) continue;
        yield {
          piece: one,
          text: () => lookup(key),
          hasItsLines: decision?.steps.every(keepsLines) ?? true,
          refersTo: (step) => reference(decision, step),
        };
      }
    },
    isAskedAgain: (text) => isAskedAgain(text, piece, soFar),
  };
};

/** Those before a position, the latest first. */
function* upTo(end: number, pieces: readonly PlacedPiece[]): Generator<PlacedPiece> {
  for (let at = end - 1; at >= 0; at--) {
    const piece = pieces[at];
    if (piece !== undefined) yield piece;
  }
}

/** Whether what goes out for a piece has all its own words, but for blocks of a program's that were said before. */
const saysAll = (decision: Decision | undefined): boolean =>
  decision === undefined ||
  decision.steps.every((step) => !leavesOut(step) && (step.with["of"] === undefined || step.do === environment.name));

const reference = (decision: Decision | undefined, name: string): string | null =>
  textOrNull(decision?.steps.find((step) => step.do === name)?.with["of"]);

/**
 * Whether the model asks for what it was given without some of its lines: the same call or the same file gives many of
 * them again, with nothing written since. Or it reads what was kept of it.
 */
const isAskedAgain = (text: string, piece: PlacedPiece, soFar: SoFar): boolean =>
  /\bmemory show m_/.test(piece.call?.label ?? "") || isCalledAgain(() => text, piece, soFar);

/** Whether it is what a call gave that was made again, for what was left out. */
export const isCalledAgain = (text: () => string, { call, entry }: PlacedPiece, soFar: SoFar): boolean => {
  const { transcript, pieces, decisionOf, lookup } = soFar;
  if (call === null) return false;
  const wasShortened = ({ key }: PlacedPiece): boolean => decisionOf(key)?.steps.some(leavesOut) === true;
  const lines = once(() => linesIn(text()));
  return pieces.some(
    (one) =>
      one.entry < entry &&
      one.call !== null &&
      (one.call.hash === call.hash || (call.file !== null && one.call.file === call.file && call.does === "read")) &&
      wasShortened(one) &&
      !isWritten(call.file, one.entry, entry, transcript) &&
      areSaidIn(lines(), lookup(one.key) ?? ""),
  );
};

/** From this part of its lines on a text is one that was there before, and not other lines of the same file. */
const leastAgain = 0.25;

const areSaidIn = (lines: ReadonlySet<string>, before: string): boolean =>
  lines.intersection(linesIn(before)).size >= lines.size * leastAgain;

/** What its lines say, but for numbers before them and for those that stand everywhere. */
const linesIn = (text: string): ReadonlySet<string> =>
  new Set(
    withoutGutter(text.slice(0, looked))
      .split("\n")
      .filter((line) => line.trim().length >= leastLine),
  );

const leastLine = 8;

/** So many letters tell what a text is. */
const looked = 64 * 1024;

/** Whether that file was written, or any where a call names none: a command is run again to see what came of it. */
const isWritten = (file: string | null, from: number, to: number, { entries }: Pick<Transcript, "entries">): boolean =>
  entries
    .slice(from, to)
    .some(({ calls }) => calls.some((call) => call.does === "write" && (file === null || call.file === file)));
