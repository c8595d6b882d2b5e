import { z } from "zod";
import { troubles } from "../../core/tries.ts";
import { globOf } from "../../lib/glob.ts";
import { setting, text, whole } from "./setting.ts";

const patternError = "must be a pattern such as claude-* ({a,b} and ? work too), or a list of them";
const pattern = z
  .string({ error: patternError })
  .refine((written) => globOf(written) !== null, { error: patternError });
const patterns = z.union([pattern, z.array(pattern).min(1)], { error: patternError });

const placeError = "must be the name of an upstream, or { upstream, model, weight } with one of the first two";
const place = z
  .strictObject({
    upstream: text.optional().meta({ description: "Where it goes instead; without it to the same upstream." }),
    model: text.optional().meta({ description: "The model that is asked for there; without it as `models` says." }),
    weight: whole(1, 1000)
      .optional()
      .meta({ description: "Neighbours that have one share the requests by it; the others follow." }),
  })
  .refine(({ upstream, model }) => upstream !== undefined || model !== undefined, { error: placeError });

/** Where a request goes instead, in order. */
export const places = z
  .array(z.union([text, place], { error: placeError }), { error: "must be a list of upstreams" })
  .min(1, { error: "must name an upstream" });

const troubleError = `must be one of ${troubles.join(", ")}, or a list of them`;
const trouble = z.enum(troubles, { error: troubleError });

/** What has to have happened. */
export const when = z.union([trouble, z.array(trouble).min(1)], { error: troubleError });

const listError = "must be a list of rules, in config.yaml";

const fallback = z.strictObject(
  {
    for: patterns
      .optional()
      .meta({ description: "The upstreams that it is for, by name or pattern; nothing = all of them." }),
    model: patterns.optional().meta({ description: "The models that it is for, as the client names them." }),
    to: places.meta({ description: "Where a request goes instead, in order." }),
    when: when.optional().meta({
      description:
        "After what: unreachable (always), limited (429), overloaded (503, 529), failed (another 5xx), error_first (a stream that begins with an error).",
    }),
  },
  { error: listError },
);

/** One rule, as the settings have it. */
export type FallbackSetting = z.infer<typeof fallback>;

/** One place of it. */
export type FallbackPlace = FallbackSetting["to"][number];

/** Where requests go when where they were to go does not answer. */
export const fallbackSettings = {
  fallbacks: setting(
    z.array(fallback, { error: listError }),
    [],
    "Where requests go instead when an upstream does not answer; the first rule that fits counts. See docs/resilience.md.",
    { hasParts: true },
  ),
} as const;
