import { z } from "zod";
import { bytes, setting, whole, yesOrNo } from "./setting.ts";

/** What the log tells, and how much of it is kept. */
export const logSettings = {
  "log.level": setting(
    z.enum(["debug", "info", "warn", "error"], { error: "must be debug, info, warn or error" }),
    "info",
    "What the log keeps: debug, info, warn or error.",
    {
      env: ["PROXY_LOG_LEVEL", "LOG_LEVEL"],
      aliases: ["log_level"],
    },
  ),
  "log.performance": setting(
    yesOrNo,
    false,
    "Writes the times of each request into logs/performance.jsonl: waiting, first byte, whole, tokens a second.",
  ),
  "log.max_file_bytes": setting(
    whole(1024, 4 * 1024 ** 3),
    20 * 1024 * 1024,
    "A log file that is larger is moved aside and packed.",
  ),
  "log.rotate_hours": setting(whole(0, 8760), 168, "A log file that is older too; 0 = however old."),
  "log.keep_files": setting(whole(0, 10_000), 20, "How many packed files of a log are kept."),
  "log.keep_days": setting(whole(0, 36_500), 90, "Packed log files that are older are removed."),
  "log.keep_bytes": setting(
    bytes,
    200 * 1024 * 1024,
    "Packed files of a log are removed, the oldest first, where together they are larger.",
  ),
} as const;
