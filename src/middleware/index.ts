import { type AttemptServices, attempt } from "./attempt.ts";
import { type InjectUsageServices, injectUsage } from "./inject-usage.ts";
import { type PlanServices, plan } from "./plan.ts";

/** Everything that the middleware need, together. */
export type Services = PlanServices & InjectUsageServices & AttemptServices;

/** The running order, outermost first. */
export const middleware = [
  plan, // first: everything after it needs to know the upstream and the model
  injectUsage, // needs to know the vendor; after all that reads what the client itself has sent
  attempt, // innermost: by now it is settled what goes out
] as const;
