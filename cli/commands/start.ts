import type { Status } from "../../src/control/contract.ts";
import { asProxyError } from "../../src/core/errors.ts";
import { systemClock } from "../../src/lib/clock.ts";
import type { Command, Context, Input } from "../command.ts";
import { statusOrNull, statusWithin } from "../daemon/answering.ts";
import { faceFor } from "../daemon/face.ts";
import { launch } from "../daemon/launch.ts";
import { ordersFrom, startOptionNames, startOptions } from "../daemon/orders.ts";
import { portTaken } from "../daemon/port-taken.ts";
import { tellReady } from "../daemon/started.ts";
import { showLog } from "../logs/shown.ts";
import type { LogLine } from "../output/log-line.ts";
import { lasted } from "../output/units.ts";

/** How long a daemon that somebody else is just starting may take to answer. */
const otherStartMs = 15_000;

export default {
  args: "",
  summary: "start the proxy in the background",
  options: [
    ...startOptions,
    { flags: "--foreground", summary: "stay attached and show what it does; Ctrl-C stops it" },
    { flags: "--watch", summary: "stay attached and show the log; what is saved counts at once" },
    { flags: "--supervise", summary: "stay attached and start it again when it crashes" },
    { flags: "--fail-if-running", summary: "exit 3 when it runs already" },
    { flags: "--demo", summary: "one of its own with built-in vendors: no key, no network (demo --stop ends it)" },
  ],
  examples: [
    "proxy-cli start --upstream cn --port 7418",
    "proxy-cli start --base-url http://127.0.0.1:11434/v1 --type openai",
  ],
  run: async (context, input) => {
    if (input.flags.has("demo")) return (await import("../demo/background.ts")).startDemo(context, input.flags);
    if (input.flags.has("ephemeral")) return (await import("../daemon/ephemeral.ts")).startEphemeral(context, input);
    const running = await statusOrNull(context.client);
    if (running !== null) return alreadyRunning(context, input, running);
    const isSupervised = input.flags.has("supervise");
    const isWatched = input.flags.has("watch");
    const isAttached = isSupervised || isWatched || input.flags.has("foreground");
    const { root, paths, env, client } = context;
    const typed = await ordersFrom(context, input.flags);
    const orders = isWatched ? { ...typed, flags: { ...typed.flags, "config.watch": "true" } } : typed;
    const face = await faceFor(context, input);
    const told = face?.context ?? context;
    const isShown = ({ level }: LogLine): boolean => isWatched || level === "warn" || level === "error";
    const shown = isWatched || face !== null ? await showLog(told, isShown) : null;
    const output = face === null ? {} : { onOutput: told.warn };
    const run = async (onSignals: Context["onSignals"]): Promise<number> => {
      const launched = await launch({ root, paths, env, orders, isAttached, onSignals, ...output });
      const ready = tellReady(told, launched);
      if (!isAttached) return ready.then(() => 0);
      ready.then(() => face?.show()).catch(() => undefined); // it has ended before it could tell more than that it was ready
      return launched.exited.finally(async () => {
        await shown?.rest();
        face?.end();
      });
    };
    try {
      if (!isSupervised) return await run(context.onSignals);
      const { supervise } = await import("../daemon/supervise.ts");
      const { tick } = systemClock;
      return await supervise({ run, onSignals: context.onSignals, tell: told.warn, tick, sleep: Bun.sleep });
    } catch (thrown) {
      const error = asProxyError(thrown);
      if (error.code === "port_taken") {
        // The daemon only knows that the port is taken; who has it can be looked up from here.
        const { effectivePort } = await import("../../src/offline/before-start.ts");
        throw portTaken(effectivePort(paths, env, orders), "start", undefined, error);
      }
      const other = error.code === "already_running" ? await statusWithin(client, otherStartMs) : null;
      if (other === null) throw thrown;
      return alreadyRunning(context, input, other);
    }
  },
} satisfies Command;

const alreadyRunning = async (context: Context, { flags }: Input, status: Status): Promise<number> => {
  const { client, say, data, json, paint, warn } = context;
  if (json)
    data({
      alreadyRunning: true,
      url: status.url,
      pid: status.pid,
      version: status.version,
      uptimeMs: status.uptimeMs,
    });
  else say(`${paint("ok", "ok")}  already running   ${status.url}   pid ${status.pid}   up ${lasted(status.uptimeMs)}`);
  const upstream = flags.text("upstream") ?? flags.text("server");
  if (upstream !== null && upstream !== status.upstream) {
    const { upstreams } = await client.upstreams({});
    const isKnown = upstream === "auto" || upstreams.some(({ name }) => name === upstream);
    const way = isKnown ? `change it with: proxy-cli switch-upstream ${upstream}` : `there is no "${upstream}"`;
    warn(`the upstream is ${status.upstream}; ${way}${isKnown ? "" : "\ntry: proxy-cli upstreams"}`);
  }
  const unused = startOptionNames.filter((name) => name !== "upstream" && name !== "server" && flags.has(name));
  if (unused.length > 0)
    warn(
      `not used, because it runs already: --${unused.join(", --")}\ntry: proxy-cli restart   with the same option${unused.length === 1 ? "" : "s"}`,
    );
  return flags.has("fail-if-running") ? 3 : 0;
};
