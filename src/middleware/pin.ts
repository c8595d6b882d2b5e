import type { Exchange } from "../core/exchange.ts";
import type { MiddlewareMaker, Next } from "../core/middleware.ts";
import { isOfConversation } from "../core/session.ts";
import type { Pins } from "../state/pins.ts";
import type { Sessions } from "../state/sessions/index.ts";
import type { Stays } from "../state/stays.ts";

/** What a pin is found with. */
export type PinServices = {
  readonly pins: Pick<Pins, "size" | "of">;
  /** Conversations that go on where they went instead: which one a request belongs to has to be known for these, too. */
  readonly stays: Pick<Stays, "size">;
  /** Whether places are drawn by the conversation: the same. */
  readonly drawsPlaces: boolean;
  readonly sessions: Pick<Sessions, "find">;
};

/**
 * Finds out where a person has sent the conversation of a request. Only where there is a pin at all, or another
 * reason to know it, its session is looked for before it goes out; else that is done while the vendor thinks.
 */
export const pin: MiddlewareMaker<PinServices> = {
  name: "pin",
  isOptional: true,
  create:
    ({ pins, stays, drawsPlaces, sessions }) =>
    (exchange, next) =>
      (pins.size() + stays.size() === 0 && !drawsPlaces) || !isOfConversation(exchange)
        ? next()
        : pinned(exchange, next, { pins, sessions }),
};

const pinned = async (
  exchange: Exchange,
  next: Next,
  { pins, sessions }: Pick<PinServices, "pins" | "sessions">,
): Promise<Response> => {
  const found = await sessions.find(exchange);
  // What a conversation has started as a helper goes with it.
  exchange.notes.pin =
    found === null ? null : (pins.of(found.id) ?? (found.parent === null ? null : pins.of(found.parent)));
  return next();
};
