import { ProxyError } from "../../src/core/errors.ts";
import { clearCache } from "../cache/clear.ts";
import { getAnswer } from "../cache/get.ts";
import { cacheStats } from "../cache/stats.ts";
import { chosenAction } from "../chosen-action.ts";
import type { Command, Context, Input } from "../command.ts";

type Act = (context: Context, key: string | null, flags: Input["flags"]) => Promise<void>;

const actions: Readonly<Record<string, Act>> = { stats: cacheStats, get: getAnswer, clear: clearCache };

export default {
  args: "[action] [key]",
  summary: "answers that are kept and given again to the same request",
  actions: [
    ["stats", "what is kept, how often it was given, what that avoided, and why it was not more"],
    ["get", "KEY: what is kept under it; the answer itself only with --body", "answers"],
    ["clear", "[KEY]: throws all away, or the one", "answers"],
  ],
  options: [
    { flags: "-n, --lines <n>", summary: "stats: so many of the latest answers (default: 10)" },
    { flags: "--body", summary: "get: the answer itself, and nothing else" },
  ],
  examples: [
    "proxy-cli cache",
    "proxy-cli cache get 3fa9c2",
    "proxy-cli cache get 3fa9c2 --body | jq .content",
    "proxy-cli cache clear",
  ],
  run: async (context, { args: [action = "stats", key], flags }) => {
    const act = chosenAction("cache", action, actions);
    if (flags.has("body") && act !== getAnswer)
      throw new ProxyError("usage", "--body is for cache get.", { hint: "Try: proxy-cli cache get KEY --body" });
    return act(context, key ?? null, flags);
  },
} satisfies Command;
