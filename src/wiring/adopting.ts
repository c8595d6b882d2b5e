import { type Budget, budgetFrom } from "../budgets/budget.ts";
import type { BudgetSetting, Values } from "../config/schema.ts";
import { tokensIn } from "../config/settings/budgets.ts";
import { cacheRulesIn } from "./caching.ts";
import { loopRuleIn } from "./stopping.ts";
import type { Surroundings } from "./surroundings.ts";

type Around = Pick<Surroundings, "stops" | "memory" | "shadow" | "answerCache">;

/**
 * What a configuration changes in what outlives it: budgets and loops that are counted, and how much is kept. Done when
 * it comes into force; a configuration that is only built changes nothing.
 */
export const adopt = (values: Values, { stops, memory, shadow, answerCache }: Around): void => {
  stops.budgets.use(values.budgets.map(wishOf));
  stops.loops.use(loopRuleIn(values), values["loops.on_loop"] === "warn");
  const keepMs = values["memory.keep_days"] * 86_400_000;
  memory.originals.limit({ keepMs: keepMs === 0 ? null : keepMs, maxBytes: values["memory.keep_bytes"] });
  shadow.set(values["memory.mode"] === "shadow");
  answerCache.limit(values["cache.enabled"] ? { ...cacheRulesIn(values), maxBytes: values["cache.max_bytes"] } : null);
};

const wishOf = ({ name, per, each, when, on_over, unknown, warn_at, ...written }: BudgetSetting): Budget => {
  const { dollars, tokens, requests, minutes } = written;
  return budgetFrom({
    ...{ name, per, each, when, onOver: on_over, unknown, warnAt: warn_at },
    limits: {
      ...(dollars === undefined ? {} : { dollars: Math.max(1, Math.round(dollars * 1e6)) }),
      ...(tokens === undefined ? {} : { tokens: tokensIn(tokens) ?? 1 }),
      ...(requests === undefined ? {} : { requests }),
      ...(minutes === undefined ? {} : { minutes: Math.max(1, Math.round(minutes * 60_000)) }),
    },
  });
};
