import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { ImportedUpstream, ImportPlan } from "../../src/offline/import.ts";
import type { Context } from "../command.ts";
import { whenItCounts } from "../daemon/in-force.ts";
import { withTilde } from "../output/home.ts";
import { problemLines } from "../output/problem-lines.ts";
import { type Action, placeOf } from "./action.ts";
import { inWords } from "./told.ts";

/** Takes over the settings and servers of an older program of this kind; shows first what it would do. */
export const importFolder: Action = {
  words: "[FOLDER]",
  run: async (context, [wanted], flags) => {
    const { applyImport, planImport } = await import("../../src/offline/import.ts");
    const { env, folder, json, data, say, warn, paint, confirm } = context;
    const from =
      wanted === undefined ? join(env["HOME"] ?? homedir(), ".anthropic-proxy") : resolve(folder ?? "/", wanted);
    const place = await placeOf(context);
    const plan = planImport({ place, folder: from, replace: flags.has("force") });
    const isNothing = plan.settings.length === 0 && plan.serversText === null;
    const isDry = flags.has("dry-run") || isNothing;
    if (!json) {
      // The plan is the answer of a rehearsal; else it belongs to the question, which is asked beside stdout.
      for (const line of planLines(context, plan)) (isDry ? say : warn)(line);
      for (const line of problemLines(context, plan.problems)) warn(line);
    }
    const applies = !isDry && (await confirm("Take this over?", `proxy-cli config import ${wanted ?? ""}`.trim()));
    const reloaded = applies ? await applyImport(place, plan, `import ${withTilde(from, env["HOME"])}`) : null;
    const { settings, upstreams, problems, statistics } = plan;
    if (json) return data({ folder: from, settings, upstreams, problems, statistics, applied: applies });
    if (isNothing) return say("nothing to take over");
    if (!applies) return say("nothing was changed");
    say(`${paint("ok", "ok")}  taken over from ${withTilde(from, env["HOME"])}`);
    const when = whenItCounts(reloaded);
    if (when !== null) say(`    ${when}`);
    const isBoth = settings.length > 0 && plan.serversText !== null;
    say(`    back:  proxy-cli config undo${isBoth ? "   (twice: config.yaml, then servers.yaml)" : ""}`);
  },
};

const upstreamWords: Readonly<Record<ImportedUpstream["action"], string>> = {
  add: "added to servers.yaml",
  same: "is here already",
  kept: "is another one here and stays; --force takes theirs",
  replace: "replaced in servers.yaml",
};

const planLines = ({ paint }: Context, { settings, upstreams, statistics }: ImportPlan): readonly string[] => [
  ...settings.map(
    ({ name, from, to }) => `  ${name}   ${from === null ? "(default)" : inWords(from)} -> ${inWords(to)}`,
  ),
  ...upstreams.map(({ name, action }) => `  upstream ${name}   ${upstreamWords[action]}`),
  ...(statistics === 0
    ? []
    : [paint("muted", `  stats/ stays where it is (${statistics} files): the ledger begins afresh`)]),
];
