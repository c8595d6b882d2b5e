import { z } from "zod";
import { answer, count, maybe, text } from "./parts.ts";

const spread = z.looseObject({ p50: maybe(count), p95: maybe(count) });

/** What the commands answer with `--json` that ask models something of their own. */
export const askingAnswers = {
  "test-context": {
    words: ["test-context", "simulator", "--model", "gpt-4o-mini", "--yes"],
    type: answer({
      upstream: text,
      model: text,
      window: maybe(count),
      fits: count,
      too_long: maybe(count),
      said: maybe(count),
      book: maybe(count),
      differs: maybe(z.boolean()),
      is_silent: z.boolean(),
      end: z.enum(["known", "cost", "longest"]),
      requests: count,
      cost_micros: maybe(count),
    }),
  },
  benchmark: {
    words: ["benchmark", "simulator", "--runs", "1", "--yes"],
    type: answer({
      runs: count,
      tokens: count,
      is_whole: z.boolean(),
      cost_micros: maybe(count),
      upstreams: z.array(
        z.looseObject({
          ...{ upstream: text, model: text, answers: count, failure: maybe(text) },
          ...{ ttft_ms: spread, total_ms: spread, tokens_per_second: spread },
        }),
      ),
    }),
  },
} as const;
