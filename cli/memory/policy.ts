import type { ArmView, PolicyView } from "../../src/core/memory-view.ts";
import { chosenAction } from "../chosen-action.ts";
import type { Context } from "../command.ts";
import { type Column, tableLines } from "../output/table.ts";
import { counted, lasted, percent } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { askMemory } from "./view.ts";

/** What was learned of what pays in which project: to look at, or to forget. */
export const memoryPolicy = (context: Context, word: string | null): Promise<number> =>
  chosenAction("memory policy", word ?? "show", { show, reset })(context);

const columns: readonly Column[] = [
  { title: "PROJECT" },
  { title: "PICKED", flexible: true },
  { title: "SESSIONS", right: true },
  { title: "SAVED", right: true },
  { title: "REGRETS", right: true },
  { title: "WORTH", right: true },
  { title: "LEARNED", right: true, givesWay: 1 },
];

const show = async (context: Context): Promise<number> => {
  const { json, data, print, say, now, columns: width } = context;
  const { running, answer } = await askMemory(context, "memoryPolicy", {});
  if (json) {
    data({ running, ...answer });
    return 0;
  }
  print(`learning  ${learningSaid(answer)}`);
  print(`open      ${counted(answer.open, "conversation")} with a mode of its own that go on`);
  const rows = answer.projects.flatMap(({ project, at, arms }) =>
    arms.map((arm, index) => [index === 0 ? visible(project) : "", ...cellsOf(arm), lasted(Math.max(0, now() - at))]),
  );
  if (rows.length === 0)
    say("nothing is learned yet: that takes conversations that are over, an hour after their last request");
  else for (const line of tableLines({ columns, rows, width })) print(line);
  return 0;
};

const learningSaid = ({ isOn, profile, arms }: PolicyView): string => {
  if (isOn === null) return "no daemon runs";
  return isOn ? `on, ${profile}: ${arms.join(", ")}` : "off   (proxy-cli config --set memory.learning on)";
};

/** Regrets are for each request; what the profile does not pick is worth nothing to it. */
const cellsOf = ({ arm, sessions, savedShare, regret, reward }: ArmView): readonly string[] => [
  arm,
  String(sessions),
  percent(savedShare),
  regret.toFixed(2),
  reward === null ? "-" : reward.toFixed(2),
];

const reset = async (context: Context): Promise<number> => {
  const { json, data, say, confirm } = context;
  if (!(await confirm("Forget what was learned of every project?", "proxy-cli memory policy reset"))) return 1;
  const { answer } = await askMemory(context, "resetMemoryPolicy", {});
  if (json) data(answer);
  else say(`ok  forgotten: ${counted(answer.projects, "project")}; conversations that go on keep their modes`);
  return 0;
};
