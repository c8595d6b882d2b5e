import { z } from "zod";
import { setting, whole } from "./setting.ts";

/** Empty, a model, or an upstream and a model with a comma between them. */
const place = z
  .string({ error: "must be a text" })
  .refine((written) => /^([^\s,]+(,\s*[^\s,]+)?)?$/.test(written), { error: "must be empty, MODEL or UPSTREAM,MODEL" });

const route = (what: string) => setting(place, "", `Where ${what}: UPSTREAM,MODEL or MODEL; empty = as all others.`);

/** The rules that most people want, in a line each. */
export const routerSettings = {
  "router.image": route("requests with images go"),
  "router.long_context": route("long prompts go"),
  "router.long_context_tokens": setting(
    whole(1, 100_000_000),
    60_000,
    "How many tokens a long prompt has, by our estimate.",
  ),
  "router.background": route("the small models go that clients pick by themselves"),
  "router.web_search": route("requests go that bring a tool for searching the web"),
  "router.think": route("requests go that ask for thoughts"),
} as const;
