import { chosenAction } from "../chosen-action.ts";
import type { Command, Context, Input } from "../command.ts";
import { simulateMemory } from "../memory/simulate.ts";

// biome-ignore lint/suspicious/noConfusingVoidType: an action that has nothing to say returns nothing
type Act = (context: Context, what: string | null, flags: Input["flags"]) => Promise<number | void>;

const actions: Readonly<Record<string, Act>> = {
  simulate: simulateMemory,
};

export default {
  args: "[action] [what]",
  summary: "what was left out of conversations, and how to have it back",
  actions: [["simulate", "FILE: what each mode would have saved; of a session by its id", "files"]],
  options: [{ flags: "--model <name>", summary: "simulate: billed as this model (default: the conversation's own)" }],
  examples: [
    "proxy-cli memory simulate session.jsonl",
    "proxy-cli memory simulate s_1a2b3c4d5e6f --model claude-sonnet-4-5",
  ],
  run: async (context, { args: [action = "simulate", what], flags }) =>
    chosenAction("memory", action, actions)(context, what ?? null, flags),
} satisfies Command;
