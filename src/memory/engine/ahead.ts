import type { Condensation } from "../../core/own-call.ts";

/** What was made ready in the background, so that no request has to wait for it. */
export type Ahead = {
  /** What a model has answered to a question of ours, by its key; null = nothing yet. */
  readonly said: (key: string) => string | null;
  /** Whether an old image may become a line of text that nobody has described. */
  readonly agesUndescribed: boolean;
  readonly condensation: Condensation;
};

/** Nobody makes anything ready. */
export const nothingAhead: Ahead = { said: () => null, agesUndescribed: false, condensation: "off" };
