import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { placeOf } from "../config/action.ts";
import { effectWords } from "../daemon/in-force.ts";
import type { Flags } from "../flags.ts";
import { forgotten, placeNamed } from "./alias.ts";
import { modelsView, oneModel, placeWords } from "./view.ts";

/** Every model that clients ask for becomes this one, at the current upstream or another; `-` lets them be themselves. */
export const switchModel = async (context: Context, name: string | null, flags: Flags): Promise<void> => {
  if (name === null)
    throw new ProxyError("usage", "models switch needs the model that all others become.", {
      hint: "Try: proxy-cli models switch MODEL, or - to go back",
    });
  oneModel(name);
  const view = await modelsView(context, null);
  const upstream = await placeNamed(context, flags, view.upstream);
  return name === "-" ? back(context, upstream) : forth(context, name, upstream);
};

const forth = async (context: Context, model: string, upstream: string): Promise<void> => {
  const { json, data, say, paint } = context;
  const place = await placeOf(context);
  const { saveMapping } = await import("../../src/offline/models.ts");
  const { reloaded } = await saveMapping(place, { upstream, name: "*" }, model);
  const { aliases, models } = await modelsView(context, null);
  const known = models.some(({ name, upstreams }) => name === model && upstreams.length > 0);
  const kept = aliases.filter((alias) => alias.upstream === upstream && alias.name !== "*").map(({ name }) => name);
  if (json) return data({ model, upstream, file: place.file, running: reloaded !== null, known, kept });
  say(`${paint("ok", "ok")}  every model at ${placeWords(upstream)} becomes ${model}   ${effectWords(reloaded)}`);
  say("    also the small ones that tools ask for by themselves, for titles and summaries");
  if (upstream === "*") say("    at every upstream: with --upstream NAME at one alone");
  if (kept.length > 0) say(`    these names mean what they meant: ${kept.join(", ")}`);
  if (!known) say(`    nobody here knows ${model}: it is asked for as it is`);
  const again = upstream === "*" ? "proxy-cli models switch -" : `proxy-cli models switch - --upstream ${upstream}`;
  say(`    back:  ${again}`);
};

const back = async (context: Context, upstream: string): Promise<void> => {
  const { json, data, say, paint } = context;
  const { done, reloaded } = await forgotten(context, "*", upstream);
  if (json) return data({ model: null, upstream, removed: done, running: reloaded !== null });
  if (!done) return say(`nothing was switched at ${placeWords(upstream)}`);
  say(
    `${paint("ok", "ok")}  models at ${placeWords(upstream)} are what clients ask for again   ${effectWords(reloaded)}`,
  );
};
