import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { changing, effectWords } from "../daemon/in-force.ts";
import { counted } from "../output/units.ts";
import { nameNeeded, noUpstream, upstreamsView } from "./view.ts";

/** Takes an upstream of the person's own away; a built-in one goes back to how it ships. */
export const removeUpstream = (context: Context, asked: string | null): Promise<void> =>
  forget(context, nameNeeded(asked, "upstreams remove"), "remove");

/** Takes the person's own fields of a built-in upstream away. */
export const resetUpstream = (context: Context, asked: string | null): Promise<void> =>
  forget(context, nameNeeded(asked, "upstreams reset"), "reset");

const forget = async (context: Context, name: string, action: "remove" | "reset"): Promise<void> => {
  const { paths, env, json, data, say, paint } = context;
  const { configuredUpstream, forgetServer, serverEntries } = await import("../../src/offline/servers.ts");
  const entries = serverEntries(paths);
  const entry = entries.get(name);
  if (entry === undefined) throw noUpstream(name, [...entries.keys()], `upstreams ${action}`);
  const ok = paint("ok", "ok");
  if (entry.own === null) {
    if (action === "remove") throw builtIn(name);
    return json ? data({ name, changed: false }) : say(`${ok}  ${name} is as it ships already`);
  }
  const isBuiltIn = entry.builtIn !== null;
  if (!isBuiltIn && action === "reset") throw notBuiltIn(name);
  if (!isBuiltIn && configuredUpstream(paths, env) === name) throw stillMeant(name);
  const before = await upstreamsView(context);
  const reloaded = await forgetServer(changing(context), name, {
    what: `upstreams ${action} ${name}`,
    at: context.now(),
  });
  const running = reloaded !== null;
  const after = await upstreamsView(context);
  const inFlight = after.draining.find((one) => one.name === name)?.inFlight ?? 0;
  if (json) return data({ name, changed: true, isBuiltIn, current: after.current, draining: inFlight, running });
  say(`${ok}  ${name} is ${isBuiltIn ? "as it ships again" : "removed"}   ${effectWords(reloaded)}`);
  say("    back:  proxy-cli config undo");
  if (inFlight > 0) say(`    draining  ${counted(inFlight, "answer")} still end there, new requests go elsewhere`);
  if (before.current !== after.current)
    say(`    upstream  ${before.current} -> ${after.current}, because it was the current one`);
};

const builtIn = (name: string): ProxyError =>
  new ProxyError("usage", `"${name}" is built in; there is nothing of yours to remove.`, {
    hint: `Try: proxy-cli upstreams show ${name}`,
  });

const notBuiltIn = (name: string): ProxyError =>
  new ProxyError("usage", `"${name}" is your own; it has no built-in form to go back to.`, {
    hint: `Try: proxy-cli upstreams remove ${name}`,
  });

const stillMeant = (name: string): ProxyError =>
  new ProxyError("config_invalid", `config.yaml says upstream: ${name}, so without it the proxy could not start.`, {
    hint: "Nothing was changed. Try: proxy-cli config set upstream auto   then the same again",
  });
