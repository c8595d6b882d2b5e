import { z } from "zod";
import { setting, text, whole, yesOrNo } from "./setting.ts";

/** An Origin header never has a path, capitals or the usual port, so one with them would never match. */
const asBrowsersSendIt = (origin: string): boolean => {
  const url = URL.parse(origin);
  if (url === null || !/^[a-z-]+:\/\/[^/?#@]+$/.test(origin)) return false;
  return url.origin === "null" || url.origin === origin;
};

const origins = "must be origins such as https://app.example.com, each by name and without a path";
const port = whole(0, 65_535);

/** Where the daemon listens, and to whom. */
export const serverSettings = {
  "server.port": setting(port, 8080, "The port to listen on; 0 takes any free one.", {
    env: ["PROXY_PORT"],
    aliases: ["port"],
    restart: true,
  }),
  "server.host": setting(
    text,
    "127.0.0.1",
    "The one address to listen on; clients that say localhost find 127.0.0.1 and ::1 alike. Anything but loopback needs server.expose and a token.",
    {
      env: ["PROXY_HOST"],
      aliases: ["host"],
      restart: true,
    },
  ),
  "server.expose": setting(
    yesOrNo,
    false,
    "Lets other machines use the proxy, each request with a token (proxy-cli token create).",
    { env: ["PROXY_EXPOSE"], restart: true },
  ),
  "server.allowed_hosts": setting(
    z.array(text, { error: "must be a list of names" }),
    [],
    "Names besides 127.0.0.1, localhost and [::1] that a Host header may carry.",
  ),
  "server.allowed_origins": setting(
    z.array(
      z
        .url({ protocol: /^(https?|app|vscode-webview|chrome-extension)$/, error: origins })
        .refine(asBrowsersSendIt, { error: origins }),
      { error: "must be a list of origins" },
    ),
    [],
    "Web origins that may call the proxy from a browser; each by name, never *.",
  ),
  "server.loopback_without_token": setting(
    yesOrNo,
    false,
    "Lets every program on this machine use keys that the daemon holds, without the local token.",
  ),
} as const;
