import type { Question } from "./data/answers.ts";
import type { Rect } from "./frame/rect.ts";
import type { BindingGroup } from "./keys/binding.ts";
import type { Slot } from "./panel.ts";
import type { Change, State } from "./state.ts";

/** The list that the movement keys go through. */
export type List = {
  /** Its place in `State.lists`. */
  readonly name: string;
  /** What is in it, in the order it is shown. */
  readonly items: (state: State, now: number) => readonly string[];
  /** How many of them are seen at once. */
  readonly page: (state: State) => number;
  /** What a search looks at of one of them. */
  readonly textOf?: (id: string, state: State, now: number) => string;
  /** Goes into one of them. */
  readonly open: (id: string) => Change;
};

/** What fills the terminal: a view, or a place inside one. */
export type Screen = {
  /** What stands at the end of the first line. */
  readonly title: (state: State) => string;
  readonly list: List | null;
  /** Which panels are shown in the room between the first line and the last two, and where. */
  readonly slots: (state: State, area: Rect) => readonly Slot[];
  /** What it has to ask the daemon for. */
  readonly questions: (state: State, now: number) => readonly Question[];
  /** The keys that work here and nowhere else. */
  readonly keys: readonly BindingGroup[];
};
