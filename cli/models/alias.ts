import type { Reloaded } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { globOf } from "../../src/lib/glob.ts";
import { nearest } from "../../src/lib/nearest.ts";
import type { Context } from "../command.ts";
import { placeOf } from "../config/action.ts";
import { orNull } from "../daemon/answering.ts";
import { effectWords } from "../daemon/in-force.ts";
import type { Flags } from "../flags.ts";
import { withTilde } from "../output/home.ts";
import { tableLines } from "../output/table.ts";
import { visible } from "../output/visible.ts";
import { modelsView, oneModel, placeWords } from "./view.ts";

/** Lists the names that `models:` makes up, or says what one means, or forgets it. */
export const aliasModel = async (
  context: Context,
  name: string | null,
  flags: Flags,
  target: string | null,
): Promise<void> => {
  if (name === null) return listAliases(context);
  if (flags.has("remove")) return forget(context, name, await placeNamed(context, flags, "*"));
  if (target === null)
    throw new ProxyError("usage", `models alias needs the model that "${name}" is to mean.`, {
      hint: `Try: proxy-cli models alias ${name} MODEL, or --remove`,
    });
  if (globOf(name) === null || /\p{Cc}/u.test(name))
    throw new ProxyError("usage", `"${visible(name.slice(0, 200))}" cannot be the name of a model.`, {
      hint: "Names have no blanks; *, ? and {a,b} stand for parts of a name.",
    });
  return learn(context, { name, target: oneModel(target), upstream: await placeNamed(context, flags, "*") });
};

const listAliases = async (context: Context): Promise<void> => {
  const { json, data, print, say, columns: width } = context;
  const { aliases } = await modelsView(context, null);
  if (json) return data({ aliases });
  if (aliases.length === 0) return say("no names of your own: proxy-cli models alias NAME MODEL makes one");
  const rows = aliases.map(({ upstream, name, model }) => [name, model, placeWords(upstream)]);
  const columns = [{ title: "NAME", flexible: true }, { title: "MEANS", flexible: true }, { title: "AT" }];
  for (const line of tableLines({ columns, rows, width })) print(line);
};

/** The upstream that `--upstream` names; throws `upstream_unknown`. */
export const placeNamed = async (context: Context, flags: Flags, usual: string): Promise<string> => {
  const named = flags.text("upstream");
  if (named === null || named === "*") return usual === "auto" ? "*" : (named ?? usual);
  const { client, paths, env } = context;
  const running = await orNull(client.upstreams({}));
  const known =
    running?.upstreams.map(({ name }) => name) ??
    (await import("../../src/offline/config.ts")).upstreamNames(paths, env);
  if (known.includes(named)) return named;
  throw new ProxyError("upstream_unknown", `There is no upstream "${named}". Known: ${known.join(", ")}.`, {
    hint: `Nothing was changed. Try: --upstream ${nearest(named, known) ?? known[0] ?? "anthropic"}`,
  });
};

type Lesson = { readonly name: string; readonly target: string; readonly upstream: string };

const learn = async (context: Context, { name, target, upstream }: Lesson): Promise<void> => {
  const { json, data, say, paint, env } = context;
  const place = await placeOf(context);
  const { saveMapping } = await import("../../src/offline/models.ts");
  const { reloaded } = await saveMapping(place, { upstream, name }, target);
  const known = await isKnown(context, target);
  if (json) return data({ name, model: target, upstream, file: place.file, running: reloaded !== null, known });
  say(
    `${paint("ok", "ok")}  ${name} means ${target} at ${placeWords(upstream)}   in ${withTilde(place.file, env["HOME"])}`,
  );
  if (!known) say(`    nobody here knows ${target}: it is asked for as it is`);
  const back =
    upstream === "*"
      ? `proxy-cli models alias ${quoted(name)} --remove`
      : `proxy-cli models alias ${quoted(name)} --remove --upstream ${upstream}`;
  say(`    ${effectWords(reloaded)}; back:  ${back}`);
};

const isKnown = async (context: Context, target: string): Promise<boolean> =>
  (await modelsView(context, null)).models.some((model) => model.name === target && model.upstreams.length > 0);

const forget = async (context: Context, name: string, upstream: string): Promise<void> => {
  const { json, data, say, paint } = context;
  const { done, reloaded } = await forgotten(context, name, upstream);
  if (json) return data({ name, upstream, removed: done, running: reloaded !== null });
  if (!done) return say(`nothing was said of ${name} at ${placeWords(upstream)}`);
  say(`${paint("ok", "ok")}  ${name} is itself again at ${placeWords(upstream)}   ${effectWords(reloaded)}`);
};

/** Takes a name out of `models:`; whether it was there. */
export const forgotten = async (
  context: Context,
  name: string,
  upstream: string,
): Promise<{ readonly done: boolean; readonly reloaded: Reloaded | null }> => {
  const { removeMapping } = await import("../../src/offline/models.ts");
  return removeMapping(await placeOf(context), { upstream, name });
};

/** A name as a shell takes it. */
const quoted = (name: string): string => (/^[\w.:/@-]+$/.test(name) ? name : `'${name}'`);
