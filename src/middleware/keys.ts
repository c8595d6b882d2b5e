import type { KeyHomes } from "../availability/key-homes.ts";
import type { Availability } from "../core/availability.ts";
import type { Exchange } from "../core/exchange.ts";
import type { MiddlewareMaker, Next } from "../core/middleware.ts";
import { keysOf } from "../core/own-keys.ts";
import { isOfConversation } from "../core/session.ts";
import type { Sessions } from "../state/sessions/index.ts";

/** What keys are shared out with. */
export type KeysServices = {
  readonly availability: Availability;
  readonly keyHomes: Pick<KeyHomes, "inTurn" | "answered">;
  readonly sessions: Pick<Sessions, "find">;
};

/**
 * Where an upstream has several keys, each conversation has one of its own, and the others take over while that one is
 * limited. Only there its session is looked for before it goes out.
 */
export const keys: MiddlewareMaker<KeysServices> = {
  name: "keys",
  isOptional: true,
  create: (services) => (exchange, next) =>
    exchange.plan.targets.some(({ upstream }) => keysOf(upstream).length > 1)
      ? inTurn(exchange, next, services)
      : next(),
};

const inTurn = async (
  exchange: Exchange,
  next: Next,
  { availability, keyHomes, sessions }: KeysServices,
): Promise<Response> => {
  const found = isOfConversation(exchange) ? await sessions.find(exchange) : null;
  const conversation = found?.id ?? exchange.id; // what is no conversation has no cache to lose
  const targets = keyHomes.inTurn(exchange.plan.targets, conversation, availability);
  exchange.plan = { ...exchange.plan, targets };
  const answer = await next();
  const [asked] = exchange.plan.targets;
  if (found !== null && asked !== undefined && answer.status < 400) keyHomes.answered(conversation, asked);
  return answer;
};
