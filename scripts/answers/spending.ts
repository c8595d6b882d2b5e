import { z } from "zod";
import { answer, budgets, count, maybe, ms, text, time, tokenRules } from "./parts.ts";

const counted = z.enum(["requests", "input_tokens", "concurrency"]);
const per = maybe(z.enum(["minute", "hour", "day"]));
const used = z.looseObject({ requests: count, tokens: count, cost_micros: count, unknown_cost: count });
const use = { last_used_at: time, today: used, all: used };

/** What the commands answer with `--json` that tell who may use how much, and what may be spent. */
export const spendingAnswers = {
  limits: {
    words: ["limits"],
    type: answer({
      rules: z.array(
        z.looseObject({
          ...{ limit: text, set_in: text, counts: maybe(text), each: maybe(text) },
          amounts: z.array(z.looseObject({ counted, per, most: z.number() })),
        }),
      ),
      levels: z.array(
        z.looseObject({
          ...{ limit: text, whose: maybe(text), counted, per, most: z.number(), used: z.number() },
          ...{ waiting: count, refused: count, refused_at: maybe(time) },
        }),
      ),
      queue: z.looseObject({
        ...{ max: count, max_wait_ms: ms },
        waiting: z.array(z.looseObject({ id: text, caller: text, limit: text, place: count, waited_ms: ms })),
      }),
    }),
  },
  budget: { words: ["budget"], type: answer(budgets.shape) },
  "token list": {
    words: ["token", "list"],
    type: answer({
      tokens: z.array(
        z.looseObject({
          ...{ name: text, hint: text, created_at: time, expires_at: maybe(time) },
          ...{ rules: maybe(tokenRules), use: maybe(z.looseObject(use)) },
        }),
      ),
    }),
  },
} as const;
