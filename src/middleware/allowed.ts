import type { MiddlewareMaker } from "../core/middleware.ts";
import { allowedPlan } from "../limits/rights.ts";

/** Refuses what the token that a request shows may not use. */
export const allowed: MiddlewareMaker<unknown> = {
  name: "allowed",
  isOptional: false,
  create: () => (exchange, next) => {
    if (exchange.token() === "right") exchange.plan = allowedPlan(exchange);
    return next();
  },
};
