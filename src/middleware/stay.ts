import type { Exchange } from "../core/exchange.ts";
import type { MiddlewareMaker } from "../core/middleware.ts";
import { modelThere } from "../core/routed.ts";
import { isOfConversation } from "../core/session.ts";
import type { Home } from "../core/stays.ts";
import type { Usage } from "../core/usage.ts";
import type { Stays } from "../state/stays.ts";

/** What is remembered of where conversations went. */
export type StayServices = {
  readonly stays: Pick<Stays, "size" | "of" | "ended">;
  /** After what time a vendor has surely forgotten a prompt of this usage, in milliseconds. */
  readonly coldAfterMs: (usage: Usage | null) => number;
  /** Wall clock. */
  readonly now: () => number;
};

/** Remembers where a conversation has gone instead, whose prompt is in the cache there from now on. */
export const stay: MiddlewareMaker<StayServices> = {
  name: "stay",
  isOptional: true,
  create: (services) => (exchange, next) => {
    const { chosen } = exchange.plan;
    if (chosen !== undefined && isOfConversation(exchange)) {
      // Whose conversation it is may be found out at the very end.
      void exchange.outcome.then(({ status }) => setImmediate(() => ended(exchange, chosen, status, services)));
    }
    return next();
  },
};

const ended = (
  exchange: Exchange,
  from: Home,
  status: number | null,
  { stays, coldAfterMs, now }: StayServices,
): void => {
  const { session, upstream, bill } = exchange.notes;
  if (session === null || upstream === null) return;
  const to = { upstream, model: modelThere(exchange) };
  const isAnswered = status !== null && status < 400;
  stays.ended(session.id, { from, to, isAnswered, at: now() }, coldAfterMs(bill?.usage ?? null));
};
