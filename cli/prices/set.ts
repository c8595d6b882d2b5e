import { ProxyError } from "../../src/core/errors.ts";
import type { Context, Option } from "../command.ts";
import { changing, effectWords } from "../daemon/in-force.ts";
import type { Flags } from "../flags.ts";
import { withTilde } from "../output/home.ts";
import { listNamed, modelNeeded } from "./list-named.ts";

/** The options that say what a model costs, by the field of models.yaml that each sets. */
const rateOptions: readonly (readonly [option: string, field: string, summary: string])[] = [
  ["input", "input", "dollars for a million tokens of the prompt"],
  ["output", "output", "for a million of the answer"],
  ["cache-read", "cache_read", "for a million read from the vendor's cache"],
  ["cache-write", "cache_write", "for a million written into it"],
  ["cache-write-1h", "cache_write_1h", "for a million written for an hour"],
];

/** The same as options of the command. */
export const setOptions: readonly Option[] = rateOptions.map(([option, , summary]) => ({
  flags: `--${option} <usd>`,
  summary,
}));

/** Writes what a model costs into models.yaml, where it counts before every table. */
export const setPrice = async (context: Context, asked: string | null, flags: Flags): Promise<void> => {
  const model = modelNeeded(asked, "prices set");
  const offline = await import("../../src/offline/prices.ts");
  const { json, data, say, paint, paths, env, now } = context;
  const given = rateOptions.filter(([option]) => flags.text(option) !== null);
  const changes = Object.fromEntries(
    given.map(([option, field]) => [field, amount(flags.text(option), option, model)]),
  );
  if (given.length === 0)
    throw new ProxyError("usage", "prices set needs a price.", {
      hint: `Try: proxy-cli prices set ${model} --input 1 --output 2`,
    });
  const book = offline.pricesHere(paths);
  const knowing = offline
    .pricesOf(book, model, now())
    .filter(({ card, list }) => card !== null && !offline.playedLists.includes(list));
  const list = (await listNamed(flags.text("provider"), `prices set ${model}`)) ?? onlyList(knowing, model);
  const what = `prices set ${model}`;
  const reloaded = await offline.setPrice(changing(context), { list, model, changes, what, at: now() });
  if (json) return data({ provider: list, model, set: changes, file: paths.models, running: reloaded !== null });
  const words = Object.entries(changes).map(([field, price]) => `${field} ${price}`);
  say(`${paint("ok", "ok")}  ${list} ${model}: ${words.join(", ")}   in ${withTilde(paths.models, env["HOME"])}`);
  say(`    ${effectWords(reloaded)}; back:  proxy-cli config undo`);
};

const amount = (text: string | null, option: string, model: string): number => {
  if (text !== null && /^\d{1,6}(\.\d{1,6})?$/.test(text)) return Number(text);
  throw new ProxyError("usage", `--${option} takes dollars for a million tokens, got "${text ?? ""}".`, {
    hint: `Try: proxy-cli prices set ${model} --input 1.25 --output 5`,
  });
};

/** Who is meant where nobody is named: the one vendor that has the model. */
const onlyList = (knowing: readonly { readonly list: string }[], model: string): string => {
  const names = knowing.map(({ list }) => list);
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  const why = only === undefined ? `Nobody here knows "${model}"` : `"${model}" is sold by ${names.join(" and ")}`;
  throw new ProxyError("usage", `${why}, so say whose price it is.`, {
    hint: `Try: proxy-cli prices set ${model} --provider ${only ?? "openai"} --input 1 --output 2`,
  });
};
