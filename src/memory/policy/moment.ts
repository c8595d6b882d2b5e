import type { Provider } from "../../core/provider.ts";

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
  /** How many blocks the vendor looks back from a mark for something that it knows; null = it finds every beginning. */
  readonly lookBackBlocks: number | null;
  /** How much fits into the model. */
  readonly windowTokens: number | null;
  /** What stands before the messages: instructions and tools, in tokens. */
  readonly headTokens: number;
  /** Shorter prompts are not kept by the vendor at all: tokens. */
  readonly cachesFromTokens: number;
  /** How many more turns are to be expected. */
  readonly expectedTurns: number;
  /** Whether the model takes its sealed thoughts back only behind what stood before them. */
  readonly bindsThoughts: boolean;
};

/** A model of Anthropic's, in the midst of a conversation. */
export const usualMoment: Moment = {
  idleMs: null,
  cacheTtlMs: 300_000,
  isElsewhere: false,
  readPrice: 0.1,
  writePrice: 1.25,
  lookBackBlocks: 20,
  windowTokens: null,
  headTokens: 0,
  cachesFromTokens: 1024,
  expectedTurns: 15,
  bindsThoughts: true,
};

/** Whether nothing of the conversation can be in the vendor's cache any more. */
export const isCold = ({ idleMs, cacheTtlMs, isElsewhere }: Moment): boolean =>
  isElsewhere || (idleMs !== null && idleMs > cacheTtlMs);

/** How long a prompt has to be for a vendor to keep it for a model, in tokens. */
export const cachesFrom = (vendor: Pick<Provider, "quirks"> | undefined, model: string): number =>
  vendor?.quirks.cachesFrom?.find(({ models }) => models.test(model))?.tokens ?? usualMoment.cachesFromTokens;
