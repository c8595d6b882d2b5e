import { lost } from "../../loss.ts";
import type { Step } from "../step.ts";
import { withMessages } from "./blocks.ts";
import { takenBy } from "./taken.ts";

/** Who of several speakers of a role has spoken, where messages can say it. */
export const namesTaken: Step = (chat, destination) => {
  if (takenBy(destination).speakers) return { chat, losses: [] };
  const named = chat.messages.filter(({ name }) => name !== null).length;
  const messages = chat.messages.map((message) => (message.name === null ? message : { ...message, name: null }));
  return { chat: withMessages(chat, messages), losses: lost("messages.name", named) };
};
