/** The tabs of a request in the order of their numbers. */
export const tabs = ["summary", "timeline", "conversation", "usage", "edits", "headers"] as const;

/** One of them. */
export type Tab = (typeof tabs)[number];

/** How a request is looked at. */
export type RequestView = {
  readonly tab: Tab;
  /** How many lines are above the first one that is seen. */
  readonly top: number;
  /** In the conversation: the turn that the keys are on. */
  readonly turn: number;
  /** The turns that are unfolded, by their place in the conversation. */
  readonly unfolded: readonly number[];
};

/** As one comes in. */
export const firstView: RequestView = { tab: "summary", top: 0, turn: 0, unfolded: [] };
