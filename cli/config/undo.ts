import type { Way } from "../../src/offline/save.ts";
import type { Context } from "../command.ts";
import { whenItCounts } from "../daemon/in-force.ts";
import { withTilde } from "../output/home.ts";
import { dayAndTime } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { type Action, placeOf } from "./action.ts";
import { inWords } from "./told.ts";

type Changed = { readonly name: string; readonly from: unknown; readonly to: unknown };

/** Takes back the last change of config.yaml, or the last of models.yaml, or that took something out of servers.yaml, that a command has made; once more, the one before it. */
export const undo: Action = { words: "", run: (context) => step(context, "undo") };

/** Does again what was taken back last. */
export const redo: Action = { words: "", run: (context) => step(context, "redo") };

const words = {
  undo: { done: "took back", none: "nothing to take back: no command has changed it", other: "redo" },
  redo: { done: "did again", none: "nothing to do again", other: "undo" },
} as const;

const step = async (context: Context, way: Way): Promise<void> => {
  const { fileOfStep, heldBy, nextStep, takeStep } = await import("../../src/offline/save.ts");
  const { env, json, data, say, paint, now, confirm } = context;
  const wanted = await placeOf(context);
  const file = fileOfStep(wanted, way);
  const place = { ...wanted, file };
  const before = heldBy(place);
  const next = nextStep(place, way, before);
  if (next === null)
    return json ? data({ [way]: null, file }) : say(`${words[way].none}   ${withTilde(file, env["HOME"])}`);
  const what = visible(next.what);
  if (next.isForeign) {
    const question = `${withTilde(file, env["HOME"])} was changed by hand after "${what}". Shall that go too?`;
    if (!(await confirm(question, `proxy-cli config ${way}`)))
      return json ? data({ [way]: null, file }) : say("nothing was changed");
  }
  const { reloaded } = await takeStep(place, way, next);
  const isServers = file === place.paths.servers;
  const isConfig = !isServers && file !== place.paths.models;
  const changed = !isConfig ? [] : await changesBetween(before, next.text); // keys stand in that one
  if (json) return data({ [way]: { what: next.what, at: next.at, changed }, file, running: reloaded !== null });
  say(`${paint("ok", "ok")}  ${words[way].done}: ${what}   (${dayAndTime(next.at, now())})`);
  for (const { name, from, to } of changed) say(`    ${name}   ${shown(from)} -> ${shown(to)}`);
  if (isServers) say("    keys are never kept: one that was removed is set anew with  proxy-cli keys set NAME");
  const when = whenItCounts(reloaded);
  if (when !== null) say(`    ${when}`);
  say(`    back:  proxy-cli config ${words[way].other}`);
};

const changesBetween = async (before: string, after: string): Promise<readonly Changed[]> => {
  const { textSays } = await import("../../src/offline/config.ts");
  const [from, to] = [textSays(before), textSays(after)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .map((name) => ({ name, from: from.get(name) ?? null, to: to.get(name) ?? null }))
    .filter((one) => JSON.stringify(one.from) !== JSON.stringify(one.to));
};

const shown = (value: unknown): string => (value === null ? "(default)" : inWords(value));
