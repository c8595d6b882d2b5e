import { setting, yesOrNo } from "./setting.ts";

/** What translation does besides. */
export const translateSettings = {
  "translate.scale_tokens": setting(
    yesOrNo,
    false,
    "Tells clients input tokens scaled to the window of the model that they asked for, so that they shorten in time; the ledger keeps the real ones.",
  ),
  "translate.auto_cache": setting(
    yesOrNo,
    true,
    "Marks what the vendor keeps of a prompt, for clients whose format has no marks, in Anthropic's format; it pays from the second request on.",
  ),
} as const;
