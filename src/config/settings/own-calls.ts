import { z } from "zod";
import { condensations } from "../../core/own-call.ts";
import { setting, whole, yesOrNo } from "./setting.ts";

const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: `must be one of ${words.join(", ")}` });

const name = z.string({ error: "must be a text" });
const dollars = "must be a number of dollars from 0 to 1000000";

/** What models are asked by the daemon itself, with keys of its own, so that more can be left out. */
export const ownCallSettings = {
  "memory.own_calls_budget": setting(
    z.number({ error: dollars }).min(0, { error: dollars }).max(1_000_000, { error: dollars }),
    1,
    "How many dollars a day the daemon may spend on questions of its own; 0 = it asks nothing.",
  ),
  "memory.vision.describe": setting(
    yesOrNo,
    true,
    "Whether images are described in the background, with a key of the daemon's own, so that they can become a line of text when they are old.",
    { env: ["GENERATE_IMAGE_DESCRIPTIONS"] },
  ),
  "memory.vision.upstream": setting(
    name,
    "",
    "Which upstream looks at images; empty = the one that the conversation goes to. It needs an api_key in servers.yaml.",
  ),
  "memory.vision.model": setting(
    name,
    "",
    "Which model looks at images; empty = the vendor's model for images, where settings name one, else the conversation's own.",
  ),
  "memory.vision.description_tokens": setting(
    whole(16, 4096),
    200,
    "How long the description of an image may be, in tokens.",
    { env: ["IMAGE_DESCRIPTION_MAX_TOKENS"] },
  ),
  "memory.vision.age_undescribed": setting(
    yesOrNo,
    false,
    "Whether old images also become a line of text where nobody has described them; the line says so.",
  ),
  "memory.condense.strategy": setting(
    oneOf(condensations),
    "off",
    "How the old part of a conversation is condensed when it no longer fits: summary, key-points and progressive ask a model, smart-truncate asks nobody.",
    { env: ["ENABLE_MESSAGE_CONDENSATION"] },
  ),
  "memory.condense.upstream": setting(
    name,
    "",
    "Which upstream condenses; empty = the one that the conversation goes to. It needs an api_key in servers.yaml.",
  ),
  "memory.condense.model": setting(name, "", "Which model condenses; empty = the conversation's own."),
  "memory.native.anthropic": setting(
    oneOf(["off", "clear_tool_uses"]),
    "off",
    "Whether Anthropic is asked to clear old results of tools itself, where the client does not ask for it; then they are not left out here.",
  ),
} as const;
