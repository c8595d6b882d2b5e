import { z } from "zod";
import { answer, count, maybe, memory, ms, text, time } from "./parts.ts";

/** What the commands answer with `--json` that tell of what was left out of conversations. */
export const memoryAnswers = {
  "memory list": {
    words: ["memory", "list"],
    type: answer({ running: z.boolean(), memories: z.array(memory) }),
  },
  "memory recall": {
    words: ["memory", "recall", "parser"],
    type: answer({
      running: z.boolean(),
      query: text,
      passages: z.array(
        z.looseObject({
          ...{ id: text, from_line: count, to_line: count, source: text, session: maybe(text), at: maybe(time) },
          ...{ tokens: count, importance: z.number(), score: z.number(), text },
        }),
      ),
    }),
  },
  "memory policy": {
    words: ["memory", "policy"],
    type: answer({
      running: z.boolean(),
      is_on: maybe(z.boolean()),
      profile: maybe(text),
      arms: z.array(text),
      open: count,
      projects: z.array(
        z.looseObject({
          ...{ project: text, at: time },
          arms: z.array(
            z.looseObject({
              ...{ arm: text, sessions: count, saved_share: z.number(), regret: z.number(), reward: maybe(z.number()) },
            }),
          ),
        }),
      ),
    }),
  },
  "memory simulate": {
    words: ["memory", "simulate", "talk.json"],
    type: answer({
      estimate: z.boolean(),
      recording: z.looseObject({ name: text, dialect: text, turns: count }),
      model: text,
      modes: z.array(
        z.looseObject({
          ...{ mode: text, turns: count, cost_micros: z.number(), of_raw: maybe(z.number()) },
          ...{ input_tokens: count, output_tokens: count, cached_share: maybe(z.number()) },
          ...{ names_verbatim: maybe(z.number()), names_recoverable: maybe(z.number()), batches: count },
        }),
      ),
    }),
  },
  "memory stats": {
    words: ["memory", "stats"],
    type: answer({
      running: z.boolean(),
      mode: maybe(text),
      kept: count,
      pinned: count,
      bytes: count,
      max_bytes: count,
      tokens: count,
      keep_ms: maybe(ms),
      oldest_at: maybe(time),
      recalls: count,
      edits: count,
      edited_tokens: z.int(),
      shrinkers: z.array(z.looseObject({ shrinker: text, edits: count })),
    }),
  },
} as const;
