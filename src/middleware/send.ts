import { ProxyError } from "../core/errors.ts";
import type { Forward, MiddlewareMaker } from "../core/middleware.ts";

/** What calls out. */
export type SendServices = { readonly forward: Forward };

/** Calls the first target of the plan. The innermost middleware, and the only one that calls out. */
export const send: MiddlewareMaker<SendServices> = {
  name: "send",
  isOptional: false,
  create:
    ({ forward }) =>
    (exchange) => {
      const [target] = exchange.plan.targets;
      if (target === undefined) throw new ProxyError("internal", "The plan of this request is empty.");
      return forward(exchange, target);
    },
};
