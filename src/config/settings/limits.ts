import { bytes, setting, whole } from "./setting.ts";

/** How large a request may be. */
export const limitsSettings = {
  "limits.max_body_bytes": setting(bytes, 100 * 1024 * 1024, "Larger request bodies are refused with 413."),
  "limits.held_body_bytes": setting(
    bytes,
    8 * 1024 * 1024,
    "Request bodies up to this size are held whole; larger ones stream through.",
  ),
  "limits.held_total_bytes": setting(
    bytes,
    256 * 1024 * 1024,
    "Request bodies held at the same time; more is refused with 503 for a moment. At most a third of a container's memory.",
  ),
  "limits.max_in_flight": setting(
    whole(0, 1_000_000),
    0,
    "Requests at the same time; more is refused with 503 before any work. 0 = as many as come.",
  ),
  "limits.max_lateness_ms": setting(
    whole(0, 60_000),
    300,
    "Where requests wait longer than this for the proxy, hundreds of them, what is too much is refused with 503. 0 = never.",
  ),
  "limits.max_url_bytes": setting(bytes, 8192, "Longer paths with their query are refused with 414."),
} as const;
