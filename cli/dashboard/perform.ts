import type { Client } from "../../src/control/client.ts";
import { asProxyError } from "../../src/core/errors.ts";
import type { Event } from "./event.ts";
import { type Effect, to, toasted } from "./step.ts";

/** What effects are done with. */
export type Outside = {
  readonly client: Client;
  readonly send: (event: Event) => void;
  readonly quit: (code: number) => void;
  /** Null where nobody plays. */
  readonly trouble: (() => void) | null;
};

/** Does what a step asks for; what comes of it is sent as another event. */
export const perform = (effect: Effect, outside: Outside): void => {
  switch (effect.type) {
    case "quit":
      return outside.quit(effect.code);
    case "ask":
      return void ask(effect, outside);
    case "trouble":
      return outside.trouble === null ? say(outside, "Nobody plays here; see: proxy-cli demo") : outside.trouble();
    default:
      return say(outside, "That is not there yet.");
  }
};

const ask = async ({ with: call }: Extract<Effect, { type: "ask" }>, outside: Outside): Promise<void> => {
  try {
    outside.send({ type: "changed", change: await call(outside.client) });
  } catch (thrown) {
    say(outside, asProxyError(thrown).message);
  }
};

const say = ({ send }: Outside, text: string): void =>
  send({ type: "changed", change: (state, now) => to(toasted(state, now, text, "error")) });
