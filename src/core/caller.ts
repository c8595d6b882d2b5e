/** Who sends a request, as far as it shows: limits, budgets and the response cache are kept apart by this. */
export type Caller = {
  /** The name of the token that it shows; null = it shows none that was made by command. */
  readonly token: string | null;
  /** A mark of the key that it sends, under this installation's secret; null = it sends none. */
  readonly key: string | null;
};
