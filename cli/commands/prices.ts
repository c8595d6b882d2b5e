import { chosenAction } from "../chosen-action.ts";
import type { Command, Context, Input } from "../command.ts";
import { checkPrices } from "../prices/check.ts";
import { listPrices } from "../prices/list.ts";
import { setOptions, setPrice } from "../prices/set.ts";
import { showPrice } from "../prices/show.ts";

type Act = (context: Context, model: string | null, flags: Input["flags"]) => Promise<void>;

const actions: Readonly<Record<string, Act>> = {
  list: listPrices,
  show: showPrice,
  set: setPrice,
  check: (context, model) => checkPrices(context, model),
};

export default {
  args: "[action] [model]",
  summary: "what models cost, and who says so",
  actions: [
    ["list", "[PART]: models with these letters in their names, or all"],
    ["show", "MODEL: everything that is known of its price", "models"],
    ["set", "MODEL: what it costs by your own word", "models"],
    ["check", "[MODEL]: how old prices are, what has none, who disagrees", "models"],
  ],
  options: [
    { flags: "--provider <name>", summary: "whose prices: anthropic, openai, google, mistral, zai, zai-cn" },
    ...setOptions,
  ],
  examples: [
    "proxy-cli prices list sonnet",
    "proxy-cli prices show glm-4.6",
    "proxy-cli prices set glm-4.6 --provider zai --input 0.6 --cache-read 0.11 --output 2.2",
    "proxy-cli prices check",
  ],
  run: async (context, { args: [action = "list", model], flags }) =>
    chosenAction("prices", action, actions)(context, model ?? null, flags),
} satisfies Command;
