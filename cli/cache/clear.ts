import type { CacheCleared } from "../../src/control/contract.ts";
import type { Context } from "../command.ts";
import { counted } from "../output/units.ts";
import { askCache, keptUnder, shortKey } from "./ask.ts";

/** Throws all answers away, or the one with this key. */
export const clearCache = async (context: Context, asked: string | null): Promise<void> => {
  const key = asked === null ? null : (await keptUnder(context, asked, "clear")).kept.answer.key;
  const { running, answer } = await askCache(context, "clearCache", { key });
  if (context.json) return context.data({ running, ...answer });
  context.say(clearedWords(key, answer));
  if (answer.shared === "away") context.say(staysElsewhere);
};

const clearedWords = (key: string | null, { cleared, shared }: CacheCleared): string => {
  if (key !== null) return `ok  ${shortKey(key)} is not kept any more`;
  const isElsewhere = shared === "connected";
  if (cleared === 0)
    return isElsewhere ? "nothing was kept here; what daemons share is thrown away" : "nothing was kept";
  return `ok  ${counted(cleared, "answer")} thrown away${isElsewhere ? ", and what daemons share" : ""}`;
};

const staysElsewhere =
  "What lies in the store that daemons share (store.redis_url) stays there.\nTry: proxy-cli start, then the same again";
