import { ProxyError } from "../core/errors.ts";
import type { Forward, MiddlewareMaker } from "../core/middleware.ts";

/** What an attempt is made with. */
export type AttemptServices = { readonly forward: Forward };

/** Tries the plan's target. The innermost middleware, and the only one that calls out. */
export const attempt: MiddlewareMaker<AttemptServices> = {
  name: "attempt",
  isOptional: false,
  create:
    ({ forward }) =>
    (exchange) => {
      const { targets, refusal } = exchange.plan;
      const [target] = targets;
      if (target === undefined) throw refusal ?? new ProxyError("internal", "The plan of this request is empty.");
      exchange.notes.attempts++;
      return forward(exchange, target);
    },
};
