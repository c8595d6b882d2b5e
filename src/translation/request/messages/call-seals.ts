import type { Step } from "../step.ts";
import { withMessages } from "./blocks.ts";
import { takenBy } from "./taken.ts";

/**
 * Puts the vendor's own stand-in on the first call of each turn that has no seal, for models that refuse it otherwise. In
 * every turn, though only the newest is looked at: what is sent once stays as it was.
 */
export const callsSealed: Step = (chat, destination) => {
  const { callSeal } = takenBy(destination);
  if (callSeal === null) return { chat, losses: [] };
  const messages = chat.messages.map((message) => {
    const first = message.blocks.findIndex(({ type }) => type === "tool-call");
    const call = message.blocks[first];
    if (call?.type !== "tool-call" || call.signature !== null) return message;
    return {
      ...message,
      blocks: message.blocks.with(first, { ...call, signature: callSeal, extras: {}, origin: null }),
    };
  });
  return { chat: withMessages(chat, messages), losses: [] };
};
