import { existsSync } from "node:fs";
import type { Command } from "../command.ts";
import { followLines, lastLines } from "../logs/file.ts";
import { showLine } from "../logs/shown.ts";
import { wantedFrom } from "../logs/wanted.ts";

export default {
  args: "",
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
  ],
  run: async (context, { flags }) => {
    const { paths, warn, now } = context;
    const { isWanted, count } = wantedFrom(flags, now());
    const { lines, end } = await lastLines(paths.log, count, isWanted);
    for (const line of lines) showLine(context, line);
    if (!flags.has("follow")) {
      if (lines.length === 0)
        warn(existsSync(paths.log) ? "no line of the log is like that" : "nothing has been written yet");
      return;
    }
    for await (const line of followLines(paths.log, end)) if (isWanted(line)) showLine(context, line);
  },
} satisfies Command;
