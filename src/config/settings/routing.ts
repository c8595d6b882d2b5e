import { z } from "zod";
import { globOf } from "../../lib/glob.ts";
import { setting, text } from "./setting.ts";

/** A model's name, or a pattern for names. */
const name = text.refine((pattern) => globOf(pattern) !== null, {
  error: "must be the name of a model; may have *, ? and {a,b} in it",
});

/** Where requests go. */
export const routingSettings = {
  upstream: setting(
    text,
    "auto",
    "Where requests go: auto (each to the vendor it speaks to) or the name of an upstream.",
    { env: ["PROXY_UPSTREAM"], aliases: ["current_server", "upstream.current"] },
  ),
  models: setting(
    z.record(text, z.record(name, text, { error: "must be a map of names and the models that they mean" }), {
      error: "must be a map of upstreams (or *), each with names and the models that they mean",
    }),
    {},
    'What models are called, by upstream (or *): { cn: { "claude-*": glm-4.6 } }. See docs/models.md.',
    { hasParts: true },
  ),
} as const;
