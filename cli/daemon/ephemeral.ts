import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathsUnder } from "../../src/config/paths.ts";
import { connectTo } from "../../src/control/client.ts";
import type { Context, Input } from "../command.ts";
import { faceFor } from "./face.ts";
import { launch } from "./launch.ts";
import { ordersFrom } from "./orders.ts";

/**
 * Starts a daemon that keeps nothing: no log, no ledger, no settings of its own. All that is on the disk is its socket,
 * in a folder that goes with it. A config.yaml and a servers.yaml of the usual home count, and stay as they are.
 */
export const startEphemeral = async (context: Context, { flags }: Input): Promise<number> => {
  const { root, env, paths: usual, json, say, data, paint, onSignals } = context;
  const typed = await ordersFrom({ env, warn: say }, flags);
  const home = mkdtempSync(join(env["TMPDIR"] || "/tmp", "proxy-cli-"));
  const isAttached = flags.has("foreground");
  const paths = { ...pathsUnder(home), servers: usual.servers };
  const orders = {
    ...typed,
    configFile: typed.configFile ?? existing(usual.config),
    ephemeral: { servers: existing(usual.servers) },
  };
  try {
    const own = { ...env, PROXY_CLI_HOME: home };
    const face = await faceFor({ ...context, paths, client: connectTo(paths.socket) }, { flags });
    const output = face === null ? {} : { onOutput: face.context.warn };
    const { url, pid, exited } = await launch({ root, paths, env: own, orders, isAttached, onSignals, ...output });
    if (json) data({ alreadyRunning: false, url, pid, home, ephemeral: true });
    else for (const line of lines(paint("ok", "ok"), url, pid, home)) say(line);
    face?.show();
    return isAttached ? await exited.finally(() => face?.end()) : 0;
  } catch (thrown) {
    rmSync(home, { recursive: true, force: true });
    throw thrown;
  }
};

const existing = (file: string): string | null => (existsSync(file) ? file : null);

const lines = (ok: string, url: string, pid: number, home: string): readonly string[] => [
  `${ok}  proxy-cli is running   ${url}   (pid ${pid}); it keeps nothing on the disk`,
  `Next:  export PROXY_CLI_HOME=${home}`,
  "       proxy-cli status   or   proxy-cli stop",
];
