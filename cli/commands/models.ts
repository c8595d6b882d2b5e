import { chosenAction } from "../chosen-action.ts";
import type { Command, Context, Input } from "../command.ts";
import { aliasModel } from "../models/alias.ts";
import { listModels } from "../models/list.ts";
import { showModel } from "../models/show.ts";
import { switchModel } from "../models/switch.ts";

type Act = (context: Context, model: string | null, flags: Input["flags"], target: string | null) => Promise<void>;

const actions: Readonly<Record<string, Act>> = {
  list: listModels,
  show: showModel,
  alias: aliasModel,
  switch: switchModel,
};

export default {
  args: "[action] [model] [target]",
  summary: "which models there are, and what they are called",
  actions: [
    ["list", "[PART]: models with these letters in their names, or all"],
    ["show", "MODEL: who has it, what it can do and costs, what becomes of it", "models"],
    ["alias", "[NAME MODEL]: a name of your own for a model; alone, those there are", "models"],
    ["switch", "MODEL: every model that is asked for becomes this one; - goes back", "models"],
  ],
  options: [
    { flags: "--upstream <name>", summary: "at this upstream: what it has, or where a name counts" },
    { flags: "--provider <name>", summary: "list: made by anthropic, openai, google, mistral or zai" },
    { flags: "--search <text>", summary: "list: with these letters" },
    { flags: "--remove", summary: "alias: forget this name" },
  ],
  examples: [
    "proxy-cli models list --provider anthropic",
    "proxy-cli models show glm-4.6",
    "proxy-cli models alias fast gpt-5.4-nano --upstream openai",
    "proxy-cli models alias 'claude-*' glm-4.7 --upstream cn",
    "proxy-cli models switch glm-4.7 --upstream cn",
  ],
  run: async (context, { args: [action = "list", model, target], flags }) =>
    chosenAction("models", action, actions)(context, model ?? null, flags, target ?? null),
} satisfies Command;
