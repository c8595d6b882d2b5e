import { z } from "zod";
import { bytes, setting, whole, yesOrNo } from "./setting.ts";

/** Files of single requests. */
export const traceSettings = {
  "trace.enabled": setting(yesOrNo, false, "Writes a file for each request into traces/: what was asked and answered."),
  "trace.directory": setting(
    z.string({ error: "must be a text" }),
    "",
    "Where those files go; empty = traces/ in the home, and below the home where it does not begin with /.",
  ),
  "trace.headers": setting(yesOrNo, true, "Whether they hold headers, of which only known harmless ones."),
  "trace.bodies": setting(
    yesOrNo,
    false,
    "Whether they hold prompts and answers; keys of known shapes are taken out of them.",
    { agreement: "Prompts and answers will be written to files while tracing is on. Do you want that?" },
  ),
  "trace.max_body_bytes": setting(whole(0, 64 * 1024 * 1024), 1024 * 1024, "How much of a body is kept in them."),
  "trace.keep_days": setting(whole(0, 3650), 7, "Older ones are removed."),
  "trace.keep_bytes": setting(
    bytes,
    500 * 1024 * 1024,
    "They are removed, the oldest first, where together they are larger.",
  ),
} as const;
