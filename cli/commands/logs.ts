import { existsSync } from "node:fs";
import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";
import type { Command } from "../command.ts";
import { followLines, lastLines } from "../logs/file.ts";
import { showLine } from "../logs/shown.ts";
import { type LogLevel, logLevels, readLogLine } from "../output/log-line.ts";

export default {
  args: "",
  summary: "what the daemon writes down; never bodies or keys",
  options: [
    { flags: "-f, --follow", summary: "go on as new lines come, until Ctrl-C" },
    { flags: "-n, --lines <n>", summary: "how many of the latest lines (default: 50)" },
    { flags: "--level <level>", summary: "at least this: debug, info, warn or error" },
  ],
  examples: ["proxy-cli logs -f", "proxy-cli logs -n 200 --level warn", "proxy-cli logs --json | jq .model"],
  run: async (context, { flags }) => {
    const { paths, warn } = context;
    const level = levelFrom(flags.text("level") ?? "debug");
    const isWanted = (line: string): boolean => logLevels.indexOf(readLogLine(line).level) >= logLevels.indexOf(level);
    const { lines, end } = await lastLines(paths.log, flags.whole("lines") ?? 50, isWanted);
    for (const line of lines) showLine(context, line);
    if (!flags.has("follow")) {
      if (lines.length === 0)
        warn(existsSync(paths.log) ? "no line of the log is like that" : "nothing has been written yet");
      return;
    }
    for await (const line of followLines(paths.log, end)) if (isWanted(line)) showLine(context, line);
  },
} satisfies Command;

const levelFrom = (word: string): LogLevel => {
  const found = logLevels.find((known) => known === word.toLowerCase());
  if (found !== undefined) return found;
  throw new ProxyError("usage", `There is no level "${word}". Known: ${logLevels.join(", ")}.`, {
    hint: `Try: proxy-cli logs --level ${nearest(word, logLevels) ?? "warn"}`,
  });
};
