import type { UpstreamTest } from "../../src/control/contract.ts";
import type { BudgetAsk } from "../../src/core/budget.ts";
import type { SwitchOverlay } from "./switching/overlay.ts";

/** What lies over the screen and has the keys; `Act` is what a confirmed question does. Each kind has a file in dialogs. */
export type Overlay<Act> =
  | AlertsOverlay
  | BudgetAskOverlay
  | CommandOverlay
  | ConfirmOverlay<Act>
  | FilterOverlay
  | HelpOverlay
  | PagerOverlay
  | SearchOverlay
  | SwitchOverlay
  | TestOverlay;

/** Everything that a person should have looked at lately. */
export type AlertsOverlay = {
  readonly kind: "alerts";
  /** The one that is chosen, by its key; null = the newest. */
  readonly chosen: string | null;
};

/** A request waits for a person: it may go on, or it is stopped. */
export type BudgetAskOverlay = {
  readonly kind: "budget-ask";
  readonly ask: BudgetAsk;
  /** When it came up. */
  readonly at: number;
};

/** A command in the words of the command line, while it is typed. */
export type CommandOverlay = {
  readonly kind: "command";
  readonly text: string;
  /** Which line of the history is shown, counted from the latest; null = none. */
  readonly back: number | null;
  /** Which of the offers tab has put in, and what was there before; null = none yet. */
  readonly offered: { readonly at: number; readonly text: string } | null;
  /** What is wrong with the line. */
  readonly problem: string | null;
};

/** A question before something that is not harmless. */
export type ConfirmOverlay<Act> = {
  readonly kind: "confirm";
  /** What would be done, as a question: `Cancel r_8f3k2q?` */
  readonly title: string;
  /** What happens then, in sentences. */
  readonly effect: readonly string[];
  /** What it costs, in a sentence; null = no money is in it. */
  readonly money: string | null;
  /** The word on the button that does it. */
  readonly yes: string;
  /** What is done; the question is gone by then. */
  readonly act: Act;
};

/** The filter of the requests while it is written, with what it could go on with. */
export type FilterOverlay = {
  readonly kind: "filter";
  readonly text: string;
  /** Which of the suggestions is chosen; -1 = none, then enter takes the filter as it is. */
  readonly chosen: number;
};

/** Every key, made of the tables that act. */
export type HelpOverlay = {
  readonly kind: "help";
  /** What has been typed to find one. */
  readonly search: string;
  readonly chosen: number;
};

/** A text to read: what a command said, a request to copy. */
export type PagerOverlay = {
  readonly kind: "pager";
  readonly title: string;
  readonly lines: readonly string[];
  readonly top: number;
};

/** A text that is looked for in the list of the screen, while it is typed. */
export type SearchOverlay = { readonly kind: "search"; readonly text: string };

/** What a test has found so far: nothing yet, steps, or why there are none. */
export type Finding =
  | { readonly kind: "asked" }
  | { readonly kind: "tested"; readonly test: UpstreamTest }
  | { readonly kind: "untold"; readonly problem: string };

/** Tests of one upstream or of all, each shown as it comes back. */
export type TestOverlay = {
  readonly kind: "test";
  readonly names: readonly string[];
  readonly findings: Readonly<Record<string, Finding>>;
};
