import { existsSync } from "node:fs";
import { ProxyError } from "../../src/core/errors.ts";
import { chosenAction } from "../chosen-action.ts";
import type { Command, Context, Input } from "../command.ts";
import { set } from "../config/set.ts";
import { followLines, lastLines } from "../logs/file.ts";
import { showLine } from "../logs/shown.ts";
import { wantedFrom } from "../logs/wanted.ts";

// biome-ignore lint/suspicious/noConfusingVoidType: an action that has nothing to say returns nothing
type Act = (context: Context, input: Input) => Promise<number | void>;

const actions: Readonly<Record<string, Act>> = {
  show: (context, input) => show(context, context.paths.log, input),
  audit: (context, input) => show(context, context.paths.audit, input),
  performance: (context, input) => show(context, context.paths.performance, input),
  level: (context, { args: [, level], flags }) => {
    if (level !== undefined) return set.run(context, ["log.level", level], flags);
    throw new ProxyError("usage", "Which level?", { hint: "Try: proxy-cli logs level debug" });
  },
};

export default {
  args: "[action] [level]",
  actions: [
    ["show", "the log; the same as no word at all"],
    ["audit", "who changed what: settings, upstreams, keys, tokens"],
    ["performance", "how long each request took (log.performance: true)"],
    ["level", "LEVEL: what the log keeps from now on, without a restart", "levels"],
  ],
  summary: "what the daemon writes down; never bodies or keys",
  options: [
    { flags: "-f, --follow", summary: "go on as new lines come, until Ctrl-C" },
    { flags: "-n, --lines <n>", summary: "how many of the latest lines (default: 50; all of a time or a request)" },
    { flags: "--since <time>", summary: "not older: 10m, 2026-11-02, 2026-11-02T09:12" },
    { flags: "--level <level>", summary: "at least this: debug, info, warn or error" },
    { flags: "--request <id>", summary: "only the lines of this request" },
    { flags: "--grep <regex>", summary: "only lines that read like this" },
  ],
  examples: [
    "proxy-cli logs -f",
    "proxy-cli logs --since 1h --level warn",
    'proxy-cli logs -f --grep "429|CUT"',
    "proxy-cli logs -f --json | jq .model",
    "proxy-cli logs audit",
    "proxy-cli logs level debug",
  ],
  run: async (context, input) => chosenAction("logs", input.args[0] ?? "show", actions)(context, input),
} satisfies Command;

const show = async (context: Context, file: string, { flags }: Input): Promise<void> => {
  const { warn, now } = context;
  const { isWanted, count } = wantedFrom(flags, now());
  const { lines, end } = await lastLines(file, count, isWanted);
  for (const line of lines) showLine(context, line);
  if (!flags.has("follow")) {
    if (lines.length === 0) warn(existsSync(file) ? "no line of the log is like that" : "nothing has been written yet");
    else hintAt(context, flags.text("request"));
    return;
  }
  for await (const line of followLines(file, end)) if (isWanted(line)) showLine(context, line);
};

/** Who looks at the lines of one request is told where all of it is told; a program that reads them is not. */
const hintAt = ({ json, columns, say, paint }: Context, request: string | null): void => {
  if (request === null || json || !Number.isFinite(columns)) return;
  say(paint("muted", `why it went where it went: proxy-cli why ${request}`));
};
