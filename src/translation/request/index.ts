import type { Chat } from "../../core/chat.ts";
import type { Destination } from "../../core/translation.ts";
import { messageSteps } from "./messages/index.ts";
import { firstSteps, settingSteps } from "./settings/index.ts";
import type { Fitted, Step } from "./step.ts";

/** The steps, in order; each sees what the ones before have left. */
const steps: readonly Step[] = [
  ...firstSteps, // what cannot go there at all
  ...messageSteps,
  ...settingSteps, // last: they know what of the messages has gone, and they take the conversation out of its format
];

/** A conversation as its destination can take it. Throws `untranslatable` where it would mean something else there. */
export const fit = (chat: Chat, destination: Destination): Required<Fitted> => {
  let fitted: Required<Fitted> = { chat, losses: [], names: new Map() };
  for (const step of steps) {
    const { chat: next, losses, names } = step(fitted.chat, destination);
    fitted = { chat: next, losses: [...fitted.losses, ...losses], names: names ?? fitted.names };
  }
  return fitted;
};
