import { isatty } from "node:tty";
import { ProxyError } from "../../src/core/errors.ts";
import type { Command } from "../command.ts";

export default {
  args: "",
  summary: "the dashboard: see, switch and search, live",
  options: [{ flags: "--no-mouse", summary: "leave the mouse to the terminal" }],
  examples: ["proxy-cli tui"],
  run: async (context, { flags }) => {
    if (!isatty(0) || !isatty(1) || context.env["TERM"] === "dumb")
      throw new ProxyError("usage", "tui needs a terminal (stdout is not a TTY).", {
        hint: "Try: proxy-cli stats --realtime",
      });
    const { openWith } = await import("../dashboard/open.ts");
    return openWith(context, flags);
  },
} satisfies Command;
