import type { BudgetsView } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { more } from "../budget/amount.ts";
import { budgetLines, sumLines } from "../budget/view.ts";
import { chosenAction } from "../chosen-action.ts";
import type { Command, Context, Input } from "../command.ts";
import { visible } from "../output/visible.ts";

type Act = (context: Context, about: string | null, flags: Input["flags"]) => Promise<void>;

const list: Act = async (context) => {
  const view = await context.client.budgets({});
  if (context.json) return context.data(view);
  const lines = budgetLines(context, view);
  for (const line of lines) context.print(line);
  if (lines.length > 0) return;
  context.say(view.set === 0 ? "no budget is set" : "nothing has been spent yet");
  if (view.set === 0)
    context.say("Set one in config.yaml:  budgets: [{ name: daily, per: day, dollars: 5 }]   (docs/budgets.md)");
};

const allow: Act = async (context, about, flags) => {
  const answer = await context.client.allowBudget({ about, more: more(flags.text("more")) });
  tell(context, answer, "may go on");
};

const stop: Act = async (context, about) => {
  tell(context, await context.client.stopBudget({ about }), "is stopped");
};

const reset: Act = async (context, about) => {
  if (about === null)
    throw new ProxyError("usage", "budget reset needs the name of a budget, a session or a run.", {
      hint: "Try: proxy-cli budget list   (all of them)",
    });
  tell(context, await context.client.resetBudget({ about }), "is as the settings have it");
};

const tell = (
  context: Context,
  { about, view }: { readonly about: readonly string[]; readonly view: BudgetsView },
  words: string,
): void => {
  if (context.json) return context.data({ about, ...view });
  context.say(`ok  ${about.map(visible).join(", ")} ${words}`);
  const sums = view.sums.filter(({ id }) => about.includes(id));
  if (sums.length > 0) for (const line of sumLines(context, sums)) context.say(`    ${line}`);
};

const actions: Readonly<Record<string, Act>> = { list, allow, stop, reset };

export default {
  args: "[action] [name]",
  summary: "what may be spent: see it, allow more, stop",
  actions: [
    ["list", "how full each budget is, and what is asked"],
    ["allow", "[NAME]: a budget, a session, a run or a question may go on", "budgets"],
    ["stop", "[NAME]: nothing more of it goes out", "budgets"],
    ["reset", "NAME: takes back what was allowed and stopped", "budgets"],
  ],
  options: [{ flags: "--more <amount>", summary: "allow: so much more ($5, 200k tokens); else as much again" }],
  examples: [
    "proxy-cli budget",
    "proxy-cli budget allow",
    "proxy-cli budget allow daily --more 5",
    "proxy-cli budget stop s_1a2b3c4d5e6f",
    "proxy-cli budget reset daily",
  ],
  run: async (context, { args: [action = "list", about], flags }) => {
    const act = chosenAction("budget", action, actions);
    if (flags.has("more") && act !== allow)
      throw new ProxyError("usage", "--more is for budget allow.", {
        hint: "Try: proxy-cli budget allow daily --more 5",
      });
    return act(context, about ?? null, flags);
  },
} satisfies Command;
