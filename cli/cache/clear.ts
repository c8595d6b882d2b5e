import type { Context } from "../command.ts";
import { counted } from "../output/units.ts";
import { askCache, keptUnder, shortKey } from "./ask.ts";

/** Throws all answers away, or the one with this key. */
export const clearCache = async (context: Context, asked: string | null): Promise<void> => {
  const key = asked === null ? null : (await keptUnder(context, asked, "clear")).kept.answer.key;
  const { running, answer } = await askCache(context, "clearCache", { key });
  if (context.json) return context.data({ running, ...answer });
  if (key !== null) return context.say(`ok  ${shortKey(key)} is not kept any more`);
  context.say(answer.cleared === 0 ? "nothing was kept" : `ok  ${counted(answer.cleared, "answer")} thrown away`);
};
