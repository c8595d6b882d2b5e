/** When and where a request goes out, as far as the vendor's cache is concerned; null = nobody knows. */
export type Moment = {
  /** Since the conversation's last answer, in milliseconds. */
  readonly idleMs: number | null;
  /** For how long the vendor keeps a prompt, in milliseconds. */
  readonly cacheTtlMs: number;
  /** Whether the conversation goes to another upstream or model than before. */
  readonly isElsewhere: boolean;
  /** What the vendor asks for tokens, relative to its price for plain input: read from its cache, and written into it. */
  readonly readPrice: number;
  readonly writePrice: number;
  /** How much fits into the model. */
  readonly windowTokens: number | null;
  /** How many more turns are to be expected. */
  readonly expectedTurns: number;
};

/** A model of Anthropic's, in the midst of a conversation. */
export const usualMoment: Moment = {
  idleMs: null,
  cacheTtlMs: 300_000,
  isElsewhere: false,
  readPrice: 0.1,
  writePrice: 1.25,
  windowTokens: null,
  expectedTurns: 15,
};
