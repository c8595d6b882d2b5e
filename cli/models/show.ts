import type { ModelsView, ModelView, Sayer, Serving } from "../../src/control/contract.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { tableLines } from "../output/table.ts";
import { exactly, unknown } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { dollars } from "../prices/shown.ts";
import { aliasesOf, modelJson, modelNamed, modelNeeded, modelsView, placeWords } from "./view.ts";

/** Everything that is known of one model: who has it, what it can do and costs, and what becomes of it elsewhere. */
export const showModel = async (context: Context, asked: string | null, flags: Flags): Promise<void> => {
  const name = modelNeeded(asked, "models show");
  const { json, data, print, client, paths, env } = context;
  const upstream = flags.text("upstream");
  const view = await modelsView(context, upstream);
  const model = modelNamed(view, name);
  const names = upstream === null ? await upstreamNames({ client, paths, env }) : [upstream];
  const elsewhere = (await Promise.all(names.map((one) => becomesAt(context, model.name, one)))).flat();
  if (json) return data({ ...modelJson(model, view), served: model.upstreams.map(servingJson), elsewhere });
  for (const line of lines(model, view, elsewhere)) print(line);
};

type Elsewhere = { readonly upstream: string; readonly model: string; readonly why: string };

const becomesAt = async (context: Context, name: string, upstream: string): Promise<readonly Elsewhere[]> => {
  const { models } = await modelsView(context, upstream);
  const becomes = models.find((model) => model.name === name)?.becomes ?? null;
  return becomes === null ? [] : [{ upstream, ...becomes }];
};

const upstreamNames = async ({ client, paths, env }: Pick<Context, "client" | "paths" | "env">) => {
  const { orNull } = await import("../daemon/answering.ts");
  const running = await orNull(client.upstreams({}));
  if (running !== null) return running.upstreams.map(({ name }) => name);
  return (await import("../../src/offline/config.ts")).upstreamNames(paths, env);
};

const servingJson = ({ upstream, by, windowTokens, maxOutputTokens, takesImages, rates }: Serving): object => ({
  ...{ upstream, by, window: windowTokens, max_output: maxOutputTokens, vision: takesImages },
  usd_per_million: rates === null ? null : { input: rates.input, cache_read: rates.cacheRead, output: rates.output },
});

const sayers: Readonly<Record<Sayer, string>> = {
  list: "it lists it",
  config: "models.yaml says so",
  vendor: "its vendor has it",
};

const lines = (model: ModelView, view: ModelsView, elsewhere: readonly Elsewhere[]): readonly string[] => {
  const { name, maker, label, tier, upstreams } = model;
  const rows: (readonly [string, string])[] = [["model", visible(name)]];
  if (label !== null) rows.push(["called", visible(label)]);
  rows.push(["maker", maker === null ? unknown : `${maker}${tier === null ? "" : `, one of its ${tier} ones`}`]);
  if (upstreams.length === 0) rows.push(["at", "no upstream: it is a name in models of config.yaml alone"]);
  for (const serving of upstreams) rows.push([`at ${serving.upstream}`, servingWords(serving)]);
  for (const { upstream, name: alias } of aliasesOf(name, view))
    rows.push(["also called", `${visible(alias)} at ${placeWords(upstream)}`]);
  for (const { upstream, model: other, why } of elsewhere)
    rows.push([`asked at ${upstream}`, `${visible(other)}   ${visible(why)}`]);
  return tableLines({ columns: [{ title: "" }, { title: "" }], rows, width: Number.POSITIVE_INFINITY }).slice(1);
};

const servingWords = ({ by, windowTokens, maxOutputTokens, takesImages, rates }: Serving): string =>
  [
    sayers[by],
    windowTokens === null ? "window unknown" : `window ${exactly(windowTokens)}`,
    maxOutputTokens === null ? "longest answer unknown" : `answers to ${exactly(maxOutputTokens)}`,
    takesImages === null ? "images unknown" : takesImages ? "takes images" : "no images",
    rates === null
      ? "price unknown"
      : `$${dollars(rates.input)} in, ${rates.cacheRead === null ? "" : `$${dollars(rates.cacheRead)} cached, `}$${dollars(rates.output)} out`,
  ].join("; ");
