import type { Context } from "../command.ts";
import { askMemory, memoryId, noMemory } from "./view.ts";

/** What is pinned stays, whatever its age and however little room there is. */
export const pinMemory = (context: Context, asked: string | null): Promise<void> => setPin(context, asked, true);

/** It goes when its time comes. */
export const unpinMemory = (context: Context, asked: string | null): Promise<void> => setPin(context, asked, false);

const setPin = async (context: Context, asked: string | null, isPinned: boolean): Promise<void> => {
  const id = memoryId(asked, isPinned ? "pin" : "unpin");
  const { answer } = await askMemory(context, "pinMemory", { id, isPinned });
  if (!answer.isKept) throw noMemory(id, "unknown");
  if (context.json) return context.data({ id, isPinned });
  context.say(`ok  ${id} ${isPinned ? "stays until you let it go" : "goes when its time comes"}`);
};
