import { ProxyError } from "../../src/core/errors.ts";
import type { Wanting } from "../../src/offline/memory.ts";
import type { Context } from "../command.ts";
import { viewOf } from "../config/view.ts";
import type { Flags } from "../flags.ts";
import { counted } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { askMemory, sessionNamed } from "./view.ts";

const usualCount = 5;
const usualMost = 10_000;

/** Parts of what was left out that have to do with a question, in the order in which they came. */
export const recallMemories = async (context: Context, query: string | null, flags: Flags): Promise<number> => {
  const { json, data, print, say, paint, paths, now } = context;
  if (query === null || query.trim() === "")
    throw new ProxyError("usage", "What about? memory recall needs a few words.", {
      hint: 'Try: proxy-cli memory recall "why the parser test failed"',
    });
  const session = sessionNamed(flags.text("session"));
  const { recallFromFiles } = await import("../../src/offline/memory.ts");
  const limit = flags.whole("lines", 1) ?? usualCount;
  const found = await recallFromFiles(paths, { query, session, limit, ...(await wishesIn(context)) }, now);
  const ids = [...new Set(found.map(({ passage }) => passage.original))];
  const { running } = await askMemory(context, "memoriesRecalled", { ids });
  const passages = found.map(({ passage, ...rest }) => ({
    ...{ id: passage.original, fromLine: passage.fromLine, toLine: passage.toLine },
    ...{ ...rest, at: passage.at, tokens: passage.tokens, importance: passage.importance, text: passage.text },
  }));
  if (json) data({ running, query, passages });
  else {
    for (const { id, fromLine, toLine, source, score, text } of passages) {
      print(paint("muted", `${id}  lines ${fromLine}-${toLine}  ${visible(source)}  ${score.toFixed(2)}`));
      for (const line of text.split("\n")) print(visible(line));
      print("");
    }
    say(
      passages.length === 0
        ? "nothing that is kept has to do with that"
        : `${counted(passages.length, "part")} in their order.  Whole:  proxy-cli memory show ID`,
    );
  }
  return passages.length === 0 ? 1 : 0;
};

/** What a text loses of its weight with each day, where `memory.decay` is on: half of it in two weeks. */
const dailyDecay = 0.05;

/** What the settings say of recall: those of the daemon that runs, else those that a start would have. */
const wishesIn = async (context: Context): Promise<Pick<Wanting, "minImportance" | "decay" | "mostOriginals">> => {
  const { settings } = (await viewOf(context)).config;
  const said = (name: string): unknown => settings.find((setting) => setting.name === name)?.value;
  const [least, most] = [said("memory.min_importance"), said("memory.max_memories")];
  return {
    minImportance: typeof least === "number" ? least : 0, // an older daemon does not say
    decay: said("memory.decay") === true ? dailyDecay : 0,
    mostOriginals: typeof most === "number" ? most : usualMost,
  };
};
