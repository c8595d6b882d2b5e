import { z } from "zod";
import { after, places } from "./fallbacks.ts";
import { memoryMode } from "./memory.ts";
import { pattern, patterns, whom } from "./patterns.ts";
import { setting, text, whole, yesOrNo } from "./setting.ts";

/** The formats as rules name them; `openai` is either of that vendor's. */
const formats = ["anthropic", "openai", "openai-chat", "openai-responses", "gemini"] as const;
const formatError = `must be one of ${formats.join(", ")}`;
const clientFormat = z.enum([...formats, "unified"], { error: `${formatError}, unified` });

const tokens = whole(0, 100_000_000);
const noNumberError = "must have a number between above and below, or no request fits";
const toolsError = "must be true, false or a list of patterns for names of tools";
const scaleError = "must be true, false or a factor from 0.01 to 100";

/** What a rule may ask of a request. */
const when = z.strictObject({
  dialect: z
    .union([clientFormat, z.array(clientFormat).min(1)], { error: `${formatError}, unified, or a list` })
    .optional()
    .meta({ description: "The format that the client speaks." }),
  model: patterns.optional().meta({ description: "The model that the client asks for." }),
  path: patterns.optional().meta({ description: "The path that it asks at, as /v1/embeddings." }),
  client: whom.client,
  session: patterns
    .optional()
    .meta({ description: "The name that the client gives its conversation, as x-proxy-session." }),
  stream: yesOrNo.optional().meta({ description: "Whether a stream is wanted." }),
  background: yesOrNo
    .optional()
    .meta({ description: "Whether it is a small model that clients pick by themselves (haiku, nano, flash-lite)." }),
  thinking: yesOrNo.optional().meta({ description: "Whether the client asks for thoughts." }),
  tools: z
    .union([yesOrNo, z.array(pattern).min(1)], { error: toolsError })
    .optional()
    .meta({ description: "Whether it has tools, or one of these." }),
  images: yesOrNo.optional().meta({ description: "Whether it has images, also in what tools gave." }),
  input_tokens: z
    .strictObject({ above: tokens.optional(), below: tokens.optional() })
    .refine(({ above = -1, below = Number.POSITIVE_INFINITY }) => below - above > 1, { error: noNumberError })
    .optional()
    .meta({ description: "How long the prompt is, by our own estimate." }),
});

/** What becomes of a request that a rule is for. */
const to = z.strictObject({
  upstream: text
    .optional()
    .meta({ description: "The upstream; auto = the vendor that it speaks to. Without it the current one." }),
  model: text.optional().meta({ description: "The model that is asked for instead." }),
  dialect: z.enum(formats, { error: formatError }).optional().meta({ description: "The format that is spoken there." }),
  thinking: yesOrNo.optional().meta({ description: "Whether the model thinks, where the client does not say." }),
  scale_tokens: z
    .union([yesOrNo, z.number().min(0.01).max(100)], { error: scaleError })
    .optional()
    .meta({
      description:
        "Whether told input tokens are scaled to the window of the model that was asked for; a number is the factor.",
    }),
  fallbacks: places
    .optional()
    .meta({ description: "Where it goes instead, as `to` of `fallbacks:`; without it `fallbacks:` is asked." }),
  fallback_after: after.optional().meta({ description: "After what, as `after` of `fallbacks:`." }),
  memory: memoryMode
    .optional()
    .meta({ description: "How much of its conversation is left out; see docs/memory.md. Without it memory.mode." }),
});

const listError = "must be a list of rules, such as [{ when: { images: true }, to: { upstream: cn } }]";

const route = z.strictObject(
  {
    name: text
      .max(40, { error: "must have 40 letters at most" })
      .optional()
      .meta({ description: "How it is called in `why`." }),
    when: when.optional().meta({ description: "All of it has to be so; nothing = every request." }),
    to: to.meta({ description: "Where it goes and what becomes of it." }),
  },
  { error: listError },
);

/** One rule, as the settings have it. */
export type RouteSetting = z.infer<typeof route>;

/** Rules for where requests go. */
export const routeSettings = {
  routes: setting(
    z.array(route, { error: listError }),
    [],
    "Rules for where requests go, by what is in them; the first that fits counts. See docs/routing.md.",
    { hasParts: true },
  ),
} as const;
