import { setting, yesOrNo } from "./setting.ts";

/** What translation does besides. */
export const translateSettings = {
  "translate.scale_tokens": setting(
    yesOrNo,
    false,
    "Tells clients input tokens scaled to the window of the model that they asked for, so that they shorten in time; the ledger keeps the real ones.",
  ),
} as const;
