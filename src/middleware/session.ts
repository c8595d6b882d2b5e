import type { MiddlewareMaker } from "../core/middleware.ts";
import { isOfConversation } from "../core/session.ts";
import type { Sessions } from "../state/sessions/index.ts";

/** What a session is found with. */
export type SessionServices = { readonly sessions: Pick<Sessions, "expect" | "look" | "hearing" | "ready" | "input"> };

/** Finds out whose conversation a request is, when it has gone out and while the vendor thinks. */
export const session: MiddlewareMaker<SessionServices> = {
  name: "session",
  isOptional: true,
  create:
    ({ sessions }) =>
    async (exchange, next) => {
      if (!isOfConversation(exchange)) return next();
      sessions.expect(exchange);
      const answer = next();
      setImmediate(async () => {
        await sessions.ready(); // right after a start: else a conversation of the last run would be two
        void sessions.look(exchange);
      });
      const response = await answer;
      const found = sessions.look(exchange); // a vendor may be faster than we are; for a large body no answer waits
      const heard = sessions.hearing(exchange);
      if (heard !== null) await heard; // else it may have ended before it is known whose it is
      const letGo = (): void => {
        // What it is estimated by at the end is known then.
        if (exchange.body.kind === "held" && sessions.input(exchange) !== null) exchange.body = { kind: "gone" };
      };
      if (found === null) letGo();
      else void found.then(letGo);
      return response;
    },
};
