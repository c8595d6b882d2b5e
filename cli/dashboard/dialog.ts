import type { Line } from "./frame/line.ts";
import type { Rect } from "./frame/rect.ts";
import type { Key } from "./keys/key.ts";
import type { State, Step } from "./state.ts";

/** What a dialog shows: its place, its border and what is inside. */
export type DialogView = {
  readonly rect: Rect;
  readonly title: string;
  readonly note?: string;
  readonly lines: readonly Line[];
};

/** How one kind of overlay looks and what keys do in it. Pure. Escape closes every one of them; that is not its business. */
export type Dialog<Overlay> = {
  /** `area` is the whole screen without its first and its last line. */
  readonly view: (overlay: Overlay, state: State, now: number, area: Rect) => DialogView;
  readonly press: (overlay: Overlay, key: Key, state: State, now: number) => Step;
  /** A click on a row of it; without this nothing in it can be chosen by mouse. */
  readonly choose?: (overlay: Overlay, row: string, state: State, now: number) => Step;
  /** The keys for the bottom line, each with a word. */
  readonly footer: (overlay: Overlay, state: State) => readonly (readonly [key: string, word: string])[];
};

/** With the overlay closed. */
export const closed = (state: State): State => ({ ...state, overlay: null });
