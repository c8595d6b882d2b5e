import { z } from "zod";
import { troubles } from "../../core/tries.ts";
import { patterns, whom } from "./patterns.ts";
import { setting, text, whole } from "./setting.ts";

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
export const after = z.union([trouble, z.array(trouble).min(1)], { error: troubleError });

/** Which requests it is for, by where they were to go. */
const when = z.strictObject({
  upstream: whom.upstream,
  model: patterns.optional().meta({ description: "The model, as the client names it." }),
});

const listError = "must be a list of rules, such as [{ to: [openai] }]";

const fallback = z.strictObject(
  {
    when: when
      .optional()
      .meta({ description: "Which requests it is for: all of it has to be so; nothing = every one." }),
    to: places.meta({ description: "Where a request goes instead, in order." }),
    after: after.optional().meta({
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
