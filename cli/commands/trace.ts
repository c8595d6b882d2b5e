import { chosenAction } from "../chosen-action.ts";
import type { Command, Context, Input } from "../command.ts";
import { clearTraces } from "../trace/clear.ts";
import { diffTraces } from "../trace/diff.ts";
import { exportTrace } from "../trace/export.ts";
import { listTraces } from "../trace/list.ts";
import { replayTrace } from "../trace/replay.ts";
import { pathOfTrace, showTrace } from "../trace/show.ts";
import { traceOff, traceOn } from "../trace/switch.ts";

// biome-ignore lint/suspicious/noConfusingVoidType: an action that has nothing to say returns nothing
type Act = (context: Context, id: string | null, flags: Input["flags"], other: string | null) => Promise<number | void>;

const actions: Readonly<Record<string, Act>> = {
  list: listTraces,
  ls: listTraces,
  show: showTrace,
  path: pathOfTrace,
  on: traceOn,
  off: traceOff,
  clear: clearTraces,
  diff: diffTraces,
  replay: replayTrace,
  export: exportTrace,
};

export default {
  args: "[action] [id] [other]",
  summary: "requests and answers as files, for a close look",
  actions: [
    ["list", "[FILTER]: the latest ones, newest first (also: ls)"],
    ["show", "ID: one of them, all that was kept"],
    ["path", "[ID]: where they are"],
    ["on", "write them from now on; with --bodies prompts and answers too"],
    ["off", "write no more of them"],
    ["clear", "overwrite and remove them all"],
    ["diff", "[ID] [ID]: what changed from one request to another, or since the turn before"],
    ["replay", "ID: send the request again through the proxy; says first what that costs"],
    ["export", "ID: as an HTTP archive, or as a curl command"],
  ],
  options: [
    { flags: "-n, --lines <n>", summary: "how many to list (default: 20)" },
    { flags: "--bodies", summary: "on: with prompts and answers; asks first" },
    { flags: "--body", summary: "show: only the answer's body" },
    { flags: "--sse", summary: "show: the events of a streamed answer, a line each" },
    { flags: "--timeline", summary: "show: when its steps were; needs no trace" },
    { flags: "--upstream <name>", summary: "replay: to this upstream" },
    { flags: "--edit", summary: "replay: changed in your editor first" },
    { flags: "--max-cost <dollars>", summary: "replay: only if it is likely to cost no more" },
    { flags: "--curl", summary: "export: a command for a shell, without a key" },
    { flags: "--har", summary: "export: an HTTP archive of the trace (what it is without a word)" },
    { flags: "-o, --output <file>", summary: "export: into this file, readable for you alone" },
  ],
  examples: [
    "proxy-cli trace on --bodies --yes",
    "proxy-cli trace list 'st:5xx up:anthropic' -n 5",
    "proxy-cli trace diff last",
    "proxy-cli trace replay r_0mi8w4z1a2b3c --upstream simulator",
  ],
  run: async (context, { args: [action = "list", id, other], flags }) =>
    chosenAction("trace", action, actions)(context, id ?? null, flags, other ?? null),
} satisfies Command;
