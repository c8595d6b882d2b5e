import type { Values } from "./config/schema.ts";
import { isEditing } from "./core/memory.ts";
import { createEngine } from "./memory/engine.ts";
import { usualMoment } from "./memory/moment.ts";
import { policyOf } from "./memory/policy.ts";
import type { MemoryServices } from "./middleware/memory.ts";
import type { Surroundings } from "./runtime.ts";

/** What requests are made shorter with, under one configuration. */
export const shorteningOf = (
  values: Values,
  { memory, sessions, meter, tick, log }: Pick<Surroundings, "memory" | "sessions" | "meter" | "tick" | "log">,
): MemoryServices => {
  const onFailure = (what: string): void => log.write("error", "memory failed open", { what });
  const engine = createEngine({
    replay: memory.replay,
    originals: memory.originals,
    measure: meter.measure,
    ...{ tick, onFailure },
  });
  return {
    memory: {
      engine,
      modeOf: () => values["memory.mode"],
      policyOf: (_exchange, mode) => (isEditing(mode) ? policyOf(mode) : null),
      momentOf: () => usualMoment,
      transcriptOf: (exchange) => sessions.transcript(exchange),
      hasForwarded: () => memory.replay.hasAny(),
      budgetMs: values["memory.budget_ms"],
      onFailure,
    },
  };
};
