import { refused } from "../../loss.ts";
import type { Step } from "../step.ts";

/**
 * Refuses what says nothing: no instructions and no messages, or messages that are no list. A vendor would refuse it, but it
 * would never see it: a conversation that is written anew begins with a line of ours.
 */
export const refuseNothing: Step = (chat) => {
  if (chat.messages.length === 0 && chat.system.length === 0 && chat.continues === null)
    throw refused("messages.none", "The request says nothing: it has no messages.", {
      hint: "Send a list of at least one message.",
    });
  return { chat, losses: [] };
};
