import { chosenAction } from "../chosen-action.ts";
import type { Command, Context, Input } from "../command.ts";
import { forgetMemories } from "../memory/forget.ts";
import { listMemories } from "../memory/list.ts";
import { pinMemory, unpinMemory } from "../memory/pin.ts";
import { memoryPolicy } from "../memory/policy.ts";
import { recallMemories } from "../memory/recall.ts";
import { rememberNote } from "../memory/remember.ts";
import { resetMemory } from "../memory/reset.ts";
import { showMemory } from "../memory/show.ts";
import { simulateMemory } from "../memory/simulate.ts";
import { memoryStats } from "../memory/stats.ts";

// biome-ignore lint/suspicious/noConfusingVoidType: an action that has nothing to say returns nothing
type Act = (context: Context, what: string | null, flags: Input["flags"]) => Promise<number | void>;

const actions: Readonly<Record<string, Act>> = {
  list: listMemories,
  show: showMemory,
  recall: recallMemories,
  remember: rememberNote,
  pin: pinMemory,
  unpin: unpinMemory,
  forget: forgetMemories,
  stats: memoryStats,
  reset: resetMemory,
  policy: memoryPolicy,
  simulate: simulateMemory,
};

export default {
  args: "[action] [what]",
  summary: "what was left out of conversations, and how to have it back",
  actions: [
    ["list", "what is kept, the latest first"],
    ["show", "ID: as it was, to the byte", "memories"],
    ["recall", "WORDS: parts that have to do with them, in their order"],
    ["remember", "TEXT: keeps a note of yours beside it"],
    ["pin", "ID: stays until you let it go", "memories"],
    ["unpin", "ID: goes when its time comes", "memories"],
    ["forget", "[ID]: cannot be had again; or --session ID, or --all", "memories"],
    ["stats", "how much is kept, by what, and what was wanted back"],
    ["reset", "SESSION: goes out whole again; says what that costs", "sessions"],
    ["policy", "[ACTION]: what was learned of what pays, where memory.learning is on (show, reset)"],
    ["simulate", "FILE: what each mode would have saved; of a session by its id", "files"],
  ],
  options: [
    { flags: "-n, --lines <n>", summary: "list, recall: how many (default: 20, 5); show: lines such as 10-40 or 10-" },
    { flags: "--session <id>", summary: "list, recall, remember, forget: of this conversation" },
    { flags: "--head <n>", summary: "show: the first n lines" },
    { flags: "--grep <pattern>", summary: "show: lines in which this regular expression is" },
    { flags: "--all", summary: "forget: everything" },
    { flags: "--model <name>", summary: "simulate: billed as this model (default: the conversation's own)" },
  ],
  examples: [
    "proxy-cli memory show m_7f3a9c2b1d --grep error",
    'proxy-cli memory recall "why the parser test failed"',
    "proxy-cli memory simulate session.jsonl",
    "proxy-cli memory simulate s_1a2b3c4d5e6f --model claude-sonnet-4-5",
  ],
  run: async (context, { args: [action = "list", what], flags }) =>
    chosenAction("memory", action, actions)(context, what ?? null, flags),
} satisfies Command;
