import { z } from "zod";
import { patterns, whom } from "./patterns.ts";
import { milliseconds, setting, text, whole } from "./setting.ts";

/** By what a limit may tell requests apart; a caller is a token, else a key, else a program. */
export const apart = ["client", "token", "key", "caller", "upstream", "model"] as const;
const apartError = `must be one of ${apart.join(", ")}, or a list of them`;
const one = z.enum(apart, { error: apartError });

const amount = whole(1, 1_000_000_000);

/** Which requests a limit counts. */
const when = z.strictObject({
  ...whom,
  model: patterns.optional().meta({ description: "The model that is asked for there." }),
});

const listError = "must be a list of limits, such as [{ requests_per_minute: 60 }]";
const amounts = [
  ...["requests_per_minute", "requests_per_hour", "requests_per_day"],
  ...["input_tokens_per_minute", "concurrency"],
] as const;

const rate = z
  .strictObject(
    {
      name: text
        .max(40, { error: "must have 40 letters at most" })
        .optional()
        .meta({ description: "How it is called where it refuses." }),
      when: when.optional().meta({ description: "Which requests count: all of it has to be so; nothing = every one." }),
      each: z
        .union([one, z.array(one).min(1)], { error: apartError })
        .optional()
        .meta({ description: "Counted apart for each of these; without it all together." }),
      requests_per_minute: amount.optional().meta({
        description:
          "So many at once, then one whenever a part of the minute has passed; so after a pause almost twice as many in one minute.",
      }),
      requests_per_hour: amount.optional().meta({ description: "The same for an hour." }),
      requests_per_day: amount.optional().meta({ description: "So many between two midnights." }),
      input_tokens_per_minute: amount
        .optional()
        .meta({ description: "Tokens of prompts, in the same way: estimated, then put right." }),
      concurrency: amount.optional().meta({ description: "So many at the same time." }),
    },
    { error: listError },
  )
  .refine((written) => amounts.some((name) => written[name] !== undefined), {
    error: `needs one of ${amounts.join(", ")}`,
  });

/** One limit, as the settings have it. */
export type RateSetting = z.infer<typeof rate>;

/** How much may be asked for, and what becomes of what is more. */
export const rateSettings = {
  "limits.rates": setting(
    z.array(rate, { error: listError }),
    [],
    "How many requests and tokens may go out a minute, and to whom that applies. See docs/limits.md.",
    { hasParts: true },
  ),
  "limits.queue.max": setting(
    whole(0, 10_000),
    0,
    "So many requests over a limit wait for their turn instead of being refused with 429, in turns among callers; 0 = none.",
  ),
  "limits.queue.max_wait_ms": setting(milliseconds, 30_000, "How long a request waits for its turn at most."),
} as const;
