import { bytes, setting } from "./setting.ts";

/** What can be looked at without a file. */
export const viewSettings = {
  "view.keep_bytes": setting(
    bytes,
    32 * 1024 * 1024,
    "How much of the latest requests and answers stays in memory to be looked at, never on the disk; 0 keeps nothing.",
  ),
} as const;
