import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { changing, effectWords } from "../daemon/in-force.ts";
import { counted } from "../output/units.ts";
import { nameNeeded, noUpstream, upstreamsView } from "./view.ts";

/** Takes an upstream of the person's own away; a built-in one goes back to how it ships. */
export const removeUpstream = async (context: Context, asked: string | null): Promise<void> => {
  const name = nameNeeded(asked, "upstreams remove");
  const { paths, env, json, data, say, paint } = context;
  const { configuredUpstream, forgetServer, serverEntries } = await import("../../src/offline/servers.ts");
  const entries = serverEntries(paths);
  const entry = entries.get(name);
  if (entry === undefined) throw noUpstream(name, [...entries.keys()], "upstreams remove");
  const ok = paint("ok", "ok");
  if (entry.own === null) throw builtIn(name);
  const isBuiltIn = entry.builtIn !== null;
  if (!isBuiltIn && configuredUpstream(paths, env) === name) throw stillMeant(name);
  const before = await upstreamsView(context);
  const reloaded = await forgetServer(changing(context), name, {
    what: `upstreams remove ${name}`,
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

const stillMeant = (name: string): ProxyError =>
  new ProxyError("config_invalid", `config.yaml says upstream: ${name}, so without it the proxy could not start.`, {
    hint: "Nothing was changed. Try: proxy-cli config set upstream auto   then the same again",
  });
