import { type AttemptServices, attempt } from "./attempt.ts";
import { type PlanServices, plan } from "./plan.ts";

/** Everything that the middleware need, together. */
export type Services = PlanServices & AttemptServices;

/** The running order, outermost first. */
export const middleware = [
  plan, // first: everything after it needs to know the upstream and the model
  attempt, // innermost: by now it is settled what goes out
] as const;
