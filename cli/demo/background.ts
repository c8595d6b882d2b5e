import type { Status } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { statusOrNull } from "../daemon/answering.ts";
import { startOptionNames } from "../daemon/orders.ts";
import type { Flags } from "../flags.ts";
import { withTilde } from "../output/home.ts";
import { demoPlace, openPlace } from "./place.ts";

/** The pause between two events of a stream, in milliseconds: as fast as a quick vendor. */
const paceMs = 40;

/**
 * The demo's daemon without its play, for programs of your own: no key, no network, and a ledger apart from yours. Throws
 * `usage` for options that it has settled itself.
 */
export const startDemo = async (context: Context, flags: Flags): Promise<number> => {
  const settled = [...startOptionNames, "foreground", "watch", "supervise"].filter((name) => flags.has(name));
  if (settled.length > 0)
    throw new ProxyError("usage", `start --demo settles everything itself, so leave out --${settled.join(", --")}.`, {
      hint: "Try: proxy-cli start --demo",
    });
  const place = demoPlace(context);
  const running = await statusOrNull(place.client);
  if (running === null) await openPlace(place, context, paceMs);
  const status = running ?? (await place.client.status({}));
  tell(context, status, { home: place.paths.home, wasRunning: running !== null });
  return running !== null && flags.has("fail-if-running") ? 3 : 0;
};

type Started = { readonly home: string; readonly wasRunning: boolean };

const tell = (
  { json, data, say, paint, env }: Context,
  { url, pid, version, upstream }: Status,
  { home, wasRunning }: Started,
): void => {
  if (json) return data({ alreadyRunning: wasRunning, url, pid, version, upstream, isDemo: true, home });
  const lines = [
    `${paint("ok", "ok")}  the demo ${wasRunning ? "is already running" : "is running"}   ${url}   (pid ${pid}, nothing leaves this computer)`,
    `    upstream   ${upstream}, a built-in vendor; any key will do`,
    `Next:  PROXY_CLI_HOME=${home} proxy-cli tui`,
    `       PROXY_CLI_HOME=${home} proxy-cli run -- node app.js`,
    "       proxy-cli demo --stop          ends it",
  ];
  for (const line of lines) say(withTilde(line, env["HOME"]));
};
