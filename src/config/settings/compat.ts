import { setting, yesOrNo } from "./setting.ts";

/** What other programs of this kind say in words of their own. */
export const compatSettings = {
  "compat.vidurai_header": setting(
    yesOrNo,
    false,
    "Also sends what a request saved as X-Vidurai-Stats, beside x-proxy-stats.",
  ),
} as const;
