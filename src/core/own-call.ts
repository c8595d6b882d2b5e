import type { JsonObject } from "../lib/json.ts";
import type { Upstream } from "./provider.ts";

/** How the old part of a conversation may be condensed, see `memory.condense.strategy`. */
export const condensations = ["off", "summary", "key-points", "progressive", "smart-truncate"] as const;

/** One of them. */
export type Condensation = (typeof condensations)[number];

/** Where a question of our own goes. */
export type OwnPlace = { readonly upstream: Upstream; readonly model: string };

/** A question of our own to a model, in the words of the Anthropic format: others are made of them on the way. */
export type OwnQuestion = {
  readonly system: string;
  readonly content: readonly JsonObject[];
  readonly maxTokens: number;
};

/** Something that is to be asked, some time. */
export type OwnCall = {
  /** Under this its answer is kept; nothing is asked twice while it is known. */
  readonly key: string;
  readonly place: OwnPlace;
  /** The session whose conversation it is for; it costs that one. Found out while the vendor answers. */
  readonly session: () => string | null;
  readonly question: OwnQuestion;
};

/** What came of a question. */
export type OwnAnswer = {
  /** Null = there was no answer that says anything. */
  readonly text: string | null;
  /** Micro-dollars; null = nobody knows. */
  readonly costMicros: number | null;
};

/** Answers that models gave to questions of ours, by the keys of the questions. */
export type OwnAnswers = {
  readonly get: (key: string) => string | null;
  readonly put: (key: string, text: string) => void;
};

/** Has questions of our own asked in the background. */
export type OwnCalls = {
  /** Whether something under this key could be asked now: it is not known, not under way, and was not tried too often. */
  readonly isWanted: (key: string) => boolean;
  /** Asks as soon as there is a place free; dropped where too many wait. Never throws, never waits. */
  readonly ask: (call: OwnCall) => void;
  /** What was asked for a session has cost since this was last taken, in micro-dollars. */
  readonly takeCost: (session: string) => number;
};

/** What was asked in this run of the daemon. */
export type OwnCallsView = {
  readonly asked: number;
  readonly failed: number;
  /** Not asked: too many waited, or the day's budget was spent. */
  readonly dropped: number;
  readonly costMicros: number;
};
