import type { Condensation } from "../../../core/own-call.ts";
import { keyPoints } from "./key-points.ts";
import { progressive } from "./progressive.ts";
import type { Strategy } from "./strategy.ts";
import { summary } from "./summary.ts";

/** Every way to condense that asks a model. */
export const strategies: readonly Strategy[] = [summary, keyPoints, progressive];

/** The one that is meant; null where no model is asked. */
export const strategyOf = (condensation: Condensation): Strategy | null =>
  strategies.find(({ name }) => name === condensation) ?? null;
