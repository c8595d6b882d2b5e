import type { Explained } from "../../../src/offline/config.ts";
import type { Words } from "../../completions/words.ts";
import type { Tail } from "../../logs/tail.ts";

/** A file that the daemon writes down for people. */
export type LogFile = "log" | "audit";

/** What can be asked where no daemon runs too, in the manner of the contract. */
export type AtHand = {
  readonly tail: { readonly ask: { readonly file: LogFile }; readonly answer: Tail };
  /** Everything that can be typed behind `proxy-cli`. */
  readonly words: { readonly ask: Readonly<Record<string, never>>; readonly answer: Words };
  /** What each setting is for. */
  readonly settings: { readonly ask: Readonly<Record<string, never>>; readonly answer: readonly Explained[] };
};

/** The functions behind it. */
export type AtHandAnswers = {
  readonly [Name in keyof AtHand]: (ask: AtHand[Name]["ask"]) => Promise<AtHand[Name]["answer"]>;
};
