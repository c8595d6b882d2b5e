import { isatty } from "node:tty";
import { ProxyError } from "../../src/core/errors.ts";
import type { Command, Context, Input } from "../command.ts";
import { canPaintOver } from "../terminal/hold.ts";

export default {
  args: "",
  summary: "every command in a menu: arrow keys, and letters that find it",
  options: [],
  examples: ["proxy-cli interactive"],
  run: async (context, input) => {
    checkTerminal(context, input);
    const always = ["ascii", "verbose", "quiet"].filter((name) => input.flags.has(name)).map((name) => `--${name}`);
    const { showMenu } = await import("../interactive/menu.ts");
    return showMenu(context, input.flags.has("color") ? always : [...always, "--no-color"]);
  },
} satisfies Command;

const checkTerminal = (context: Context, { flags }: Input): void => {
  const missing = isatty(1) ? (isatty(0) ? null : "stdin") : "stdout";
  const hint = "Try: proxy-cli --help   or   proxy-cli stats --realtime";
  if (missing !== null)
    throw new ProxyError("usage", `interactive needs a terminal (${missing} is not a TTY).`, { hint });
  if (context.json || !flags.has("input"))
    throw new ProxyError("usage", "interactive asks, and is for people alone.", { hint });
  if (!canPaintOver(context))
    throw new ProxyError(
      "usage",
      `interactive needs a terminal that can move its cursor (TERM=${context.env["TERM"] ?? ""}).`,
      { hint },
    );
};
