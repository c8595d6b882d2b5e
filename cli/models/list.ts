import type { ModelsView, ModelView } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { type Column, tableLines } from "../output/table.ts";
import { counted, roughly, unknown } from "../output/units.ts";
import { dollars } from "../prices/shown.ts";
import { modelJson, modelsView, servingOf } from "./view.ts";

const columns: readonly Column[] = [
  { title: "MODEL", flexible: true },
  { title: "MAKER", givesWay: 4 },
  { title: "AT", flexible: true },
  { title: "WINDOW", right: true, givesWay: 2 },
  { title: "ANSWER", right: true, givesWay: 3 },
  { title: "IMAGES", givesWay: 5 },
  { title: "IN", right: true, givesWay: 1 },
  { title: "CACHED", right: true, givesWay: 6 },
  { title: "OUT", right: true, givesWay: 1 },
];

/** Every model that somebody has a word for: all, those of an upstream or a maker, or those with these letters. */
export const listModels = async (context: Context, part: string | null, flags: Flags): Promise<void> => {
  const { json, data, print, say, paint, columns: width } = context;
  const upstream = flags.text("upstream");
  const view = await modelsView(context, upstream);
  const models = chosen(view, { upstream, maker: flags.text("provider"), part: flags.text("search") ?? part });
  if (json)
    return data({
      upstream: view.upstream,
      models: models.map((model) => modelJson(model, view)),
      unlisted: view.unlisted,
    });
  if (models.length === 0) return print("no model of that name");
  print(paint("muted", "dollars for a million tokens"));
  for (const line of lines(models, view, width)) print(line);
  for (const { upstream: name, why } of view.unlisted) print(paint("muted", `${name} did not tell its models: ${why}`));
  say(paint("muted", `${counted(models.length, "model")}; all of one: proxy-cli models show NAME`));
};

type Wanted = { readonly upstream: string | null; readonly maker: string | null; readonly part: string | null };

const chosen = ({ models }: ModelsView, { upstream, maker, part }: Wanted): readonly ModelView[] => {
  const makers = [...new Set(models.flatMap((model) => model.maker ?? []))];
  if (maker !== null && !makers.includes(maker)) throw unknownMaker(maker, makers);
  const letters = (part ?? "").toLowerCase();
  return models.filter(
    (model) =>
      (upstream === null || model.upstreams.some((one) => one.upstream === upstream)) &&
      (maker === null || model.maker === maker) &&
      `${model.name} ${model.label ?? ""}`.toLowerCase().includes(letters),
  );
};

const unknownMaker = (maker: string, makers: readonly string[]): ProxyError =>
  new ProxyError("usage", `No model here is made by "${maker}". Known: ${makers.join(", ")}.`, {
    hint: `Try: proxy-cli models list --provider ${nearest(maker, makers) ?? makers[0] ?? "openai"}`,
  });

/** What becomes of a model has a column where one of them does not stay what it is. */
const lines = (models: readonly ModelView[], view: ModelsView, width: number): readonly string[] => {
  const hasChanges = models.some(({ becomes }) => becomes !== null);
  const shown = hasChanges ? [...columns, { title: `AT ${view.upstream.toUpperCase()}`, flexible: true }] : columns;
  const rows = models.map((model) => [...row(model, view), ...(hasChanges ? [model.becomes?.model ?? "itself"] : [])]);
  return tableLines({ columns: shown, rows, width });
};

const row = (model: ModelView, { upstream }: ModelsView): readonly string[] => {
  const serving = servingOf(model, upstream);
  const { windowTokens = null, maxOutputTokens = null, takesImages = null, rates = null } = serving ?? {};
  return [
    model.name,
    model.maker ?? unknown,
    model.upstreams.map((one) => one.upstream).join(" ") || unknown,
    roughly(windowTokens),
    roughly(maxOutputTokens),
    takesImages === null ? unknown : takesImages ? "yes" : "no",
    ...[rates?.input, rates?.cacheRead, rates?.output].map(dollars),
  ];
};
