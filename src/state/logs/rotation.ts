import type { Values } from "../../config/schema.ts";
import type { Rotation } from "./rotating-file.ts";

const hourMs = 3_600_000;

/** How logs are rotated by these settings. */
export const rotationFrom = (values: Values): Rotation => ({
  maxBytes: values["log.max_file_bytes"],
  maxAgeMs: values["log.rotate_hours"] * hourMs,
  keep: { files: values["log.keep_files"], days: values["log.keep_days"], bytes: values["log.keep_bytes"] },
});

/** For who writes one line and knows no settings: nothing is moved aside or taken away, the daemon does that. */
export const usualRotation: Rotation = {
  maxBytes: Number.POSITIVE_INFINITY,
  maxAgeMs: 0,
  keep: { files: Number.POSITIVE_INFINITY, days: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY },
};
