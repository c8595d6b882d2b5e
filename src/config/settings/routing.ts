import { setting, text } from "./setting.ts";

/** Where requests go. */
export const routingSettings = {
  upstream: setting(
    text,
    "auto",
    "Where requests go: auto (each to the vendor it speaks to) or the name of an upstream.",
    { env: ["PROXY_UPSTREAM"], aliases: ["current_server", "upstream.current"] },
  ),
} as const;
