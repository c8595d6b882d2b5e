import { z } from "zod";
import { answer, count, maybe, ms, text, time } from "./parts.ts";

const kept = {
  ...{ key: text, stored_at: time, ends_at: time, used_at: time },
  ...{ hits: count, bytes: count, is_stream: z.boolean(), model: maybe(text) },
};
const why = z.looseObject({ why: text, count });

/** What the commands answer with `--json` that tell of answers that are kept. */
export const cacheAnswers = {
  "cache stats": {
    words: ["cache", "stats"],
    type: answer({
      running: z.boolean(),
      is_on: maybe(z.boolean()),
      ttl_ms: maybe(ms),
      max_bytes: maybe(count),
      ...{ entries: count, bytes: count, memory_entries: count, memory_bytes: count },
      ...{ hits: count, misses: count, bypassed: count, joined: count, evicted: count },
      hit_share: maybe(z.number()),
      ...{ avoided_tokens: count, avoided_micros: count, unknown_prices: count },
      shared: text,
      reasons: z.array(why),
      damaged: z.array(why),
      latest: z.array(z.looseObject(kept)),
    }),
  },
  "cache clear": {
    words: ["cache", "clear"],
    type: answer({ running: z.boolean(), cleared: count }),
  },
} as const;
