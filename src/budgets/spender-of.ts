import type { Exchange, Target } from "../core/exchange.ts";
import { labelOf } from "../core/label.ts";
import { targetOf } from "../core/routed.ts";
import { capIn } from "./cap.ts";
import type { Spender } from "./spender.ts";

type Spending = Pick<Exchange, "startedAt" | "client" | "caller" | "request" | "plan" | "notes">;

/** What budgets go by, of an exchange as far as it has come. `answering` = what a model is called by who answers for it. */
export const spenderOf = (
  exchange: Spending,
  answering: (upstream: string | null, model: string) => string | null = () => null,
): Spender => {
  const { plan, notes, request } = exchange;
  const target = targetOf(plan, notes.upstream);
  const upstream = notes.upstream ?? target?.upstream.name ?? null;
  const sent = target?.model ?? notes.model;
  const answered = notes.reported?.model ?? (sent === null ? null : answering(upstream, sent));
  return {
    at: exchange.startedAt,
    client: exchange.client,
    get token() {
      return exchange.caller().token; // to find it costs a hash, and few budgets ask
    },
    upstream,
    models: [...new Set([notes.model, sent, answered].filter((name) => name !== null))],
    session: notes.session?.id ?? null,
    label: labelOf(request),
    cap: capOf(request.headers),
  };
};

/** An exchange as it would be if it went to this target. */
export const goingTo = ({ startedAt, client, caller, request, plan, notes }: Spending, target: Target): Spending => ({
  ...{ startedAt, client, caller, request },
  plan: { ...plan, targets: [target] },
  notes: { ...notes, upstream: target.upstream.name },
});

/** What says no amount was refused when it came; of one that was answered before that, it counts for nothing. */
const capOf = (headers: Headers): number | null => {
  try {
    return capIn(headers);
  } catch {
    return null;
  }
};
