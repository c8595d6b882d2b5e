import { setting, whole } from "./setting.ts";

/** Which conversations are remembered. */
export const sessionsSettings = {
  "sessions.max": setting(
    whole(1, 1_000_000),
    10_000,
    "How many conversations are known at the same time; of more, the longest unused is forgotten.",
    { aliases: ["session.max_sessions"], restart: true },
  ),
  "sessions.ttl_seconds": setting(
    whole(1, 30 * 86_400),
    3600,
    "After so long without a request a conversation is over, and what comes next begins another one.",
    { aliases: ["session.session_ttl_seconds"], restart: true },
  ),
} as const;
