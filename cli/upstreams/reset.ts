import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { counted } from "../output/units.ts";
import { nameNeeded, noUpstream, upstreamsView } from "./view.ts";

/** Has the daemon forget why it does not send requests to an upstream: the next one goes there. */
export const resetUpstream = async (context: Context, asked: string | null): Promise<void> => {
  const name = nameNeeded(asked, "upstreams reset");
  const { client, json, data, say, paint } = context;
  const { upstreams, running } = await upstreamsView(context);
  const known = upstreams.map((one) => one.name);
  if (!known.includes(name)) throw noUpstream(name, known, "upstreams reset");
  if (!running) throw nobodyRemembers(name);
  const reset = await client.resetUpstream({ name });
  if (json) return data(reset);
  say(`${paint("ok", "ok")}  ${resetWords(reset)}`);
};

/** What a reset has done, in a sentence. */
export const resetWords = ({ name, wasOpen, coolDowns }: Awaited<ReturnType<Context["client"]["resetUpstream"]>>) => {
  if (!wasOpen && coolDowns === 0) return `nothing kept requests from ${name}`;
  const rests = coolDowns === 0 ? [] : [`${counted(coolDowns, "cool-down")} forgotten`];
  return `${name}: ${[...(wasOpen ? ["circuit closed"] : []), ...rests].join(", ")}; the next request goes there`;
};

const nobodyRemembers = (name: string): ProxyError =>
  new ProxyError("not_running", `The proxy does not run, so nothing is remembered of ${name}.`, {
    hint: `Try: proxy-cli start   A built-in one as it ships: proxy-cli upstreams remove ${name}`,
  });
