import type { Chat } from "../../core/chat.ts";
import type { Destination, Loss } from "../../core/translation.ts";

/** A conversation that its destination can take, and what that has cost. */
export type Fitted = { readonly chat: Chat; readonly losses: readonly Loss[] };

/** One kind of change: takes a conversation to what the destination knows. */
export type Step = (chat: Chat, destination: Destination) => Fitted;

/** The steps, in order; each sees what the ones before have left. */
const steps: readonly Step[] = [];

/** A conversation as its destination can take it. Throws `untranslatable` where it would mean something else there. */
export const fit = (chat: Chat, destination: Destination): Fitted => {
  let fitted: Fitted = { chat, losses: [] };
  for (const step of steps) {
    const { chat: next, losses } = step(fitted.chat, destination);
    fitted = { chat: next, losses: [...fitted.losses, ...losses] };
  }
  return fitted;
};
