import { ProxyError } from "../../src/core/errors.ts";
import type { Command, Context, Input } from "../command.ts";
import { lasted } from "../output/units.ts";
import { systemProgram } from "../terminal/system-program.ts";

export default {
  args: "[action]",
  summary: "the dashboard in a browser, by a link that opens once",
  actions: [["stop", "end it, and every browser's way in"]],
  options: [
    { flags: "--open", summary: "open it in your browser" },
    { flags: "--port <port>", summary: "on a port of its own, beside the proxy's" },
    { flags: "--off", summary: null },
  ],
  examples: ["proxy-cli web --open", "proxy-cli web", "proxy-cli web stop"],
  run: async (context, { args: [action], flags }) => {
    if (action === "stop" || flags.has("off")) return close(context);
    if (action !== undefined)
      throw new ProxyError("usage", `web knows no "${action}".`, { hint: "Try: proxy-cli web stop" });
    return open(context, flags);
  },
} satisfies Command;

const open = async (context: Context, flags: Input["flags"]): Promise<void> => {
  const { client, json, data, print, say, paint, now } = context;
  const port = flags.whole("port");
  if (port !== null && port > 65_535)
    throw new ProxyError("usage", `--port takes a number up to 65535, got ${port}.`, {
      hint: "Try: proxy-cli web --port 0",
    });
  const { link, linkUntilAt, url, visitors, wasOn } = await client.openWeb({ port });
  if (flags.has("open")) browse(link, context);
  if (json) return data({ link, linkUntilAt: new Date(linkUntilAt).toISOString(), url, visitors, wasOn });
  say(`${paint("ok", "ok")}  the dashboard is at ${url}   (this computer only)`);
  print(`    ${link}`);
  const seconds = lasted(Math.max(0, linkUntilAt - now()));
  say(`    This link lets one browser in, once, within ${seconds}.   To end it: proxy-cli web stop`);
};

const close = async ({ client, json, data, say, paint }: Context): Promise<void> => {
  const { wasOn } = await client.closeWeb({});
  if (json) return data({ wasOn });
  say(
    wasOn ? `${paint("ok", "ok")}  the dashboard is off; no browser is let in any more` : "The dashboard was not on.",
  );
};

/** What opens an address in a person's browser, in the order that they are looked for. */
const openers = ["xdg-open", "open", "wslview"] as const;

/** Starts it by its absolute path and without a shell; it outlives us. */
const browse = (link: string, { env, warn }: Context): void => {
  const program = openers.map((name) => systemProgram(name, env["PATH"])).find((found) => found !== null);
  if (program == null)
    return warn("No program that opens a browser was found (xdg-open, open): open the link by hand.");
  Bun.spawn([program, link], { env: { ...env }, stdin: "ignore", stdout: "ignore", stderr: "ignore" }).unref();
};
