import { chosenAction } from "../chosen-action.ts";
import type { Command, Context, Input } from "../command.ts";
import { clearTraces } from "../trace/clear.ts";
import { listTraces } from "../trace/list.ts";
import { replayTrace } from "../trace/replay.ts";
import { pathOfTrace, showTrace } from "../trace/show.ts";
import { traceOff, traceOn } from "../trace/switch.ts";

// biome-ignore lint/suspicious/noConfusingVoidType: an action that has nothing to say returns nothing
type Act = (context: Context, id: string | null, flags: Input["flags"]) => Promise<number | void>;

const actions: Readonly<Record<string, Act>> = {
  list: listTraces,
  ls: listTraces,
  show: showTrace,
  path: pathOfTrace,
  on: traceOn,
  off: traceOff,
  clear: clearTraces,
  replay: replayTrace,
};

export default {
  args: "[action] [id]",
  summary: "requests and answers as files, for a close look",
  actions: [
    ["list", "the latest ones, newest first (also: ls)"],
    ["show", "ID: one of them, all that was kept"],
    ["path", "[ID]: where they are"],
    ["on", "write them from now on; with --bodies prompts and answers too"],
    ["off", "write no more of them"],
    ["clear", "overwrite and remove them all"],
    ["replay", "ID: send the request again through the proxy"],
  ],
  options: [
    { flags: "-n, --lines <n>", summary: "how many to list (default: 20)" },
    { flags: "--bodies", summary: "on: with prompts and answers; asks first" },
    { flags: "--body", summary: "show: only the answer's body" },
    { flags: "--upstream <name>", summary: "replay: to this upstream" },
  ],
  examples: [
    "proxy-cli trace on",
    "proxy-cli trace on --bodies --yes",
    "proxy-cli trace list -n 5",
    "proxy-cli trace show r_0mi8w4z1a2b3c",
    "proxy-cli trace replay r_0mi8w4z1a2b3c --upstream simulator",
  ],
  run: async (context, { args: [action = "list", id], flags }) =>
    chosenAction("trace", action, actions)(context, id ?? null, flags),
} satisfies Command;
