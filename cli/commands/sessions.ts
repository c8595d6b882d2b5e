import { ProxyError } from "../../src/core/errors.ts";
import { chosenAction } from "../chosen-action.ts";
import type { Command, Context, Input } from "../command.ts";
import { compressSession } from "../sessions/compress.ts";
import { endSession } from "../sessions/end.ts";
import { exportSession } from "../sessions/export.ts";
import { listSessions } from "../sessions/list.ts";
import { showSession } from "../sessions/show.ts";

type Act = (context: Context, id: string | null, flags: Input["flags"], word: string | null) => Promise<void>;

const actions: Readonly<Record<string, Act>> = {
  list: listSessions,
  show: showSession,
  export: exportSession,
  compress: (context, id, _flags, word) => compressSession(context, id, word),
  end: endSession,
};

export default {
  args: "[action] [id] [word]",
  summary: "conversations: their turns, costs and lost caches",
  actions: [
    ["list", "those of late, the latest first"],
    ["show", "ID: turn by turn, and why a cache was lost", "sessions"],
    ["export", "ID: its rows as JSON, CSV or Markdown, no text of anybody's", "sessions"],
    ["compress", "ID MODE: leave out more or less of it than of others (on, off, default)", "sessions"],
    ["end", "ID: what comes next begins another one", "sessions"],
  ],
  options: [
    { flags: "-n, --lines <n>", summary: "list: how many (default: 20)" },
    { flags: "--hours <n>", summary: "list: of the last n hours (default: 24)" },
    { flags: "--days <n>", summary: "list: of the last n days" },
    { flags: "--today", summary: "list: since midnight here" },
    { flags: "--since <time>", summary: "list: since 2026-11-02, 2026-11-02T09:30, or 90m ago" },
    { flags: "--csv", summary: "export: rows for a spreadsheet" },
    { flags: "--format <format>", summary: "export: json, csv or md (a page to pass on)" },
    { flags: "-o, --output <file>", summary: "export: into this file, readable for you alone" },
  ],
  examples: [
    "proxy-cli sessions",
    "proxy-cli sessions show s_1a2b3c4d5e6f",
    "proxy-cli sessions export s_1a2b3c4d5e6f --csv --output turns.csv",
    "proxy-cli sessions compress s_1a2b3c4d5e6f off",
    "proxy-cli sessions end s_1a2b3c4d5e6f",
  ],
  run: async (context, { args: [action = "list", id, word], flags }) => {
    const act = chosenAction("sessions", action, actions);
    const misplaced = ["csv", "format", "output"].find((name) => flags.has(name));
    if (misplaced !== undefined && act !== exportSession)
      throw new ProxyError("usage", `--${misplaced} is for sessions export.`, {
        hint: `Try: proxy-cli ${action === "list" ? "stats --by session --csv" : "sessions export ID --csv"}`,
      });
    if (word !== undefined && action !== "compress")
      throw new ProxyError("usage", `sessions ${action} takes no more than an id, got "${word}".`, {
        hint: "Try: proxy-cli sessions --help",
      });
    return act(context, id ?? null, flags, word ?? null);
  },
} satisfies Command;
