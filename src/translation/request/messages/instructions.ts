import type { Block, Chat, Message } from "../../../core/chat.ts";
import { lost } from "../../loss.ts";
import type { Step } from "../step.ts";
import { said, withMessages } from "./blocks.ts";
import { takenBy } from "./taken.ts";

/**
 * Instructions where the destination wants them. Where they stand before the first message alone, those that lead are put
 * there, and later ones stay in their place, as a marked text of the user's: put to the others they would change the
 * beginning of the prompt, and with it all that the vendor has in its cache.
 */
export const instructionsInPlace: Step = (chat, destination) => {
  const { instructionsFirst, noDeveloper } = takenBy(destination);
  if (instructionsFirst) return led(chat);
  if (!noDeveloper) return { chat, losses: [] };
  const messages = chat.messages.map((message) =>
    message.role === "developer" ? { ...message, role: "system" as const } : message,
  );
  return { chat: withMessages(chat, messages), losses: [] };
};

const isInstruction = ({ role }: Message): boolean => role === "system" || role === "developer";

const led = (chat: Chat): ReturnType<Step> => {
  const first = chat.messages.findIndex((message) => !isInstruction(message));
  const leading = first === -1 ? chat.messages : chat.messages.slice(0, first);
  const rest = chat.messages.slice(leading.length);
  const later = rest.filter(isInstruction).length;
  if (leading.length === 0 && later === 0) return { chat, losses: [] };
  const system: readonly Block[] = [...chat.system, ...leading.flatMap(({ blocks }) => blocks)];
  const messages = rest.map((message) => (isInstruction(message) ? asReminder(message) : message));
  return { chat: { ...chat, system, messages }, losses: lost("system.later", later) };
};

/** A tag that models of all vendors have met around what a program says in between. */
const asReminder = (message: Message): Message => ({
  ...message,
  role: "user",
  name: null,
  blocks: message.blocks.map((block) =>
    block.type === "text" ? said(`<system-reminder>\n${block.text}\n</system-reminder>`, block) : block,
  ),
});
