import { noFacts } from "../../src/core/price.ts";
import { createMeter, type Meter } from "../../src/meter/index.ts";
import { createTokens } from "../../src/meter/tokens/index.ts";

/** A meter at a fixed price: one micro-dollar for each token that a vendor reports. */
export const plainMeter = (): Meter =>
  createMeter(
    {
      costMicros: ({ usage }) => (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0),
      guessesReads: () => false,
      parts: () => null,
      facts: () => noFacts,
    },
    { ...createTokens(), measure: (text) => text.length },
  );

/** Prices that nobody's file changes. */
export const fixedPrices = { use: () => undefined, warm: () => undefined };
