import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Paths, pathsUnder } from "../../src/config/paths.ts";
import { type Client, connectTo } from "../../src/control/client.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { makePrivateFolder, writePrivate } from "../../src/lib/private-file.ts";
import { noOrders } from "../../src/orders.ts";
import type { Context } from "../command.ts";
import { hasEnded, knownBy } from "../daemon/alive.ts";
import { statusOrNull } from "../daemon/answering.ts";
import { launch } from "../daemon/launch.ts";

/** The demo's own corner: a home below the home, with a ledger of its own, so that its data never mixes with yours. */
export type Place = { readonly paths: Paths; readonly client: Client };

/** Where the demo lives. */
export const demoPlace = ({ paths, env }: Pick<Context, "paths" | "env">): Place => {
  const own = pathsUnder(join(paths.home, "demo"), env["XDG_RUNTIME_DIR"]);
  return { paths: own, client: connectTo(own.socket) };
};

/** Starts the demo's daemon on a free port, with the built-in vendor under two names. */
export const openPlace = async ({ paths }: Place, { root, env }: Context, paceMs: number): Promise<string> => {
  makePrivateFolder(paths.home);
  writePrivate(paths.servers, secondName);
  const { url } = await launch({
    root,
    paths,
    env: { ...withoutProxySettings(env), PROXY_CLI_HOME: paths.home, PROXY_SIMULATOR_PACE_MS: String(paceMs) },
    orders: {
      ...noOrders,
      flags: { "server.host": "127.0.0.1", "server.port": "0", upstream: "simulator", "log.level": "info" },
    },
    isAttached: false,
  });
  return url;
};

const secondName = `# Written by proxy-cli demo: the same built-in vendor again, to switch to.
demo-b:
  endpoint: "simulator:"
  type: simulator
`;

/** Settings of the real proxy have no say in the demo. */
const withoutProxySettings = (env: Context["env"]): Context["env"] =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("PROXY_") && name !== "LOG_LEVEL"));

/** Ends the demo's daemon and waits until it is gone; false when none ran. */
export const closePlace = async ({ paths, client }: Place): Promise<boolean> => {
  if (!existsSync(paths.socket)) return false;
  const status = await statusOrNull(client);
  if (status === null) return false;
  const daemon = knownBy(status.pid);
  await client.stop({ drainMs: 0 }).catch(() => null); // one that is just ending may not finish its answer
  if (await hasEnded(daemon, patienceMs)) return true;
  throw new ProxyError("internal", `The demo's daemon (pid ${status.pid}) did not end.`, {
    hint: `Look into ${paths.log}`,
  });
};

const patienceMs = 20_000;
