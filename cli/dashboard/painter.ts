import { looksLike } from "./same-frame.ts";
import type { State } from "./state.ts";
import { type Frame, frameOf } from "./view.ts";

/** Draws pictures, but none that is there already and not more than anybody can see. */
export type Painter = {
  /** Now, if anything is different. */
  readonly paint: () => void;
  /** Now, or as soon as the picture before it has been seen. */
  readonly soon: () => void;
  /** What is on the terminal; null before the first picture. */
  readonly frame: () => Frame | null;
  /** Draws nothing until the returned function is called, which calls the given one first. */
  readonly rest: (resume: () => void) => () => void;
  readonly stop: () => void;
};

type Options = {
  readonly draw: (frame: Frame) => void;
  readonly state: () => State;
  readonly now: () => number;
};

/** Times are told in seconds: after that a picture of the same state may be another one. */
const clockMs = 1000;

/** Twenty pictures a second are the most. */
const leastMs = 50;

/** A painter that has not drawn yet. */
export const createPainter = ({ draw, state, now }: Options): Painter => {
  let frame: Frame | null = null;
  let shown: State | null = null;
  let shownAt = Number.NEGATIVE_INFINITY;
  let resting = false;
  /** Somebody else has had the terminal: what we drew may be gone. */
  let isStale = false;
  let waiting: ReturnType<typeof setTimeout> | null = null;
  const paint = (): void => {
    const at = now();
    if (resting || (shown === state() && at - shownAt < clockMs)) return;
    shown = state();
    shownAt = at;
    const next = frameOf(shown, at);
    const isThere = frame !== null && !isStale && looksLike(frame, next);
    frame = next; // a click may do something else now
    isStale = false;
    if (!isThere) draw(next);
  };
  return {
    paint,
    frame: () => frame,
    soon: () => {
      if (waiting !== null) return;
      const left = leastMs - (now() - shownAt);
      if (left <= 0) return paint();
      waiting = setTimeout(() => {
        waiting = null;
        paint();
      }, left);
    },
    rest: (resume) => {
      resting = true;
      return () => {
        resting = false;
        shown = null;
        isStale = true;
        resume();
        paint();
      };
    },
    stop: () => {
      resting = true;
      if (waiting !== null) clearTimeout(waiting);
    },
  };
};
