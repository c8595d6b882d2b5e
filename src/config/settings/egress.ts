import { z } from "zod";
import { setting, text } from "./setting.ts";

/** Empty for none; the wrong value is not repeated in the error, it may hold a password. */
const proxyUrl = z.string({ error: "must be a text" }).refine((url) => url === "" || isProxyUrl(url), {
  error: "must be an address such as http://proxy.example:3128, or empty",
});
const isProxyUrl = (url: string): boolean => /^https?:\/\/[^/?#\s]+\/?$/.test(url) && URL.canParse(url);

/** The way out. */
export const egressSettings = {
  "egress.proxy": setting(
    proxyUrl,
    "",
    "A company's HTTP proxy that calls go out through: http://[NAME:PASSWORD@]HOST:PORT; the environment is not asked.",
  ),
  "egress.no_proxy": setting(
    z.array(text, { error: "must be a list of hosts" }),
    [],
    "Hosts that are called directly all the same: corp.example (and all below it) or HOST:PORT; this machine always is.",
  ),
} as const;
