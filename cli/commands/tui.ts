import { isatty } from "node:tty";
import { ProxyError } from "../../src/core/errors.ts";
import type { Command } from "../command.ts";

export default {
  args: "",
  summary: "the dashboard: see, switch and search, live",
  options: [{ flags: "--no-mouse", summary: "leave the mouse to the terminal" }],
  examples: ["proxy-cli tui"],
  run: async ({ client, env, now, paths }, { flags }) => {
    if (!isatty(0) || !isatty(1) || env["TERM"] === "dumb")
      throw new ProxyError("usage", "tui needs a terminal (stdout is not a TTY).", {
        hint: "Try: proxy-cli stats --realtime",
      });
    const { openDashboard } = await import("../dashboard/main.ts");
    const { answersAtHand } = await import("../dashboard/at-hand.ts");
    return openDashboard({
      client,
      atHand: answersAtHand(paths),
      now,
      look: { ascii: flags.has("ascii"), colours: 256, theme: "dark", mouse: !flags.has("no-mouse") },
    });
  },
} satisfies Command;
