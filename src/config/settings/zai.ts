import { z } from "zod";
import { setting, text } from "./setting.ts";

const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, { error: `must be ${words.slice(0, -1).join(", ")} or ${words.at(-1)}` });

/** Which of z.ai's places and models a request gets. */
export const zaiSettings = {
  "zai.text_endpoint": setting(
    oneOf(["auto", "anthropic", "openai"]),
    "auto",
    "The format in which text goes to z.ai: auto = the client's own, else Anthropic's.",
  ),
  "zai.text_model": setting(
    text,
    "glm-4.6",
    "What z.ai is asked for in place of another vendor's model, if that is no small one.",
  ),
  "zai.vision_model": setting(
    text,
    "glm-4.6v",
    "What z.ai is asked for where a request has images and its model takes none.",
  ),
  "zai.thinking": setting(
    oneOf(["client", "on", "off"]),
    "client",
    "Whether models think at z.ai's OpenAI endpoint where the client does not say: client = as z.ai likes.",
  ),
} as const;
