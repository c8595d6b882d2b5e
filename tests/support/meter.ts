import { noFacts } from "../../src/core/price.ts";
import { createMeter, type Meter } from "../../src/meter/index.ts";
import { createPrices } from "../../src/meter/prices/index.ts";
import { noTable } from "../../src/meter/prices/table.ts";
import { createTokens } from "../../src/meter/tokens/index.ts";
import { providers } from "../../src/providers/index.ts";

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
export const fixedPrices = {
  ...createPrices({ providers, builtIn: () => [], table: () => noTable }),
  ...{ use: () => undefined, warm: () => undefined },
};
