/** What a list of requests can be ordered by; `at` is when they began. */
export const sortNames = ["at", "cost", "time", "in", "out", "ttft", "model", "upstream"] as const;

/** One of them. */
export type SortName = (typeof sortNames)[number];

/** How the requests are listed; what of them is in `State.filter`. */
export type RequestListState = {
  readonly sort: SortName;
  /** The other way round: the oldest, the cheapest, the last letter first. */
  readonly isReversed: boolean;
  /** Texts at their full length, and fewer columns for it. */
  readonly isWide: boolean;
  /** Marked ones, in the order in which they were. */
  readonly marked: readonly string[];
};

/** All of them, the newest first. */
export const allRequests: RequestListState = {
  sort: "at",
  isReversed: false,
  isWide: false,
  marked: [],
};
