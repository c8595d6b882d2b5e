import { isatty } from "node:tty";
import { ProxyError } from "../../src/core/errors.ts";
import type { Command, Context, Input } from "../command.ts";
import { readFilter } from "../dashboard/filter/read.ts";
import type { Wishes } from "../dashboard/main.ts";
import { views } from "../dashboard/state.ts";

export default {
  args: "",
  summary: "the dashboard: see, switch and search, live",
  options: [
    { flags: "--view <view>", summary: `begin with ${views.join(", ")}` },
    { flags: "--filter <filter>", summary: "begin with these requests alone: model:glm st:5xx cost:>0.1" },
    { flags: "--hz <number>", summary: "pictures a second while nobody presses a key (default: 2)" },
    { flags: "--theme <theme>", summary: "dark or light, as your terminal is (default: dark)" },
    { flags: "--no-mouse", summary: "leave the mouse to the terminal" },
  ],
  examples: ["proxy-cli tui", "proxy-cli tui --view sessions", "proxy-cli tui --filter 'st:5xx cost:>0.1'"],
  run: async (context, { flags }) => {
    const wishes = wishesFrom(flags);
    refuseWithoutTerminal(context);
    const { openDashboard } = await import("../dashboard/main.ts");
    return openDashboard(context, wishes);
  },
} satisfies Command;

/** The dashboard draws: without a terminal there is nothing to draw on. */
const refuseWithoutTerminal = ({ env }: Context): void => {
  const missing = !isatty(1) ? "stdout is not a TTY" : !isatty(0) ? "stdin is not a TTY" : null;
  const term = env["TERM"] ?? "";
  const why = missing ?? (term === "dumb" || term === "" ? `TERM is ${term === "" ? "not set" : term}` : null);
  if (why === null) return;
  throw new ProxyError("usage", `tui needs a terminal (${why}).`, { hint: "Try: proxy-cli stats --realtime --plain" });
};

const wishesFrom = (flags: Input["flags"]): Wishes => {
  const [view, theme, hz] = [flags.text("view"), flags.text("theme") ?? "dark", Number(flags.text("hz") ?? "2")];
  const known = views.find((name) => name === view);
  if (view !== null && known === undefined)
    throw wrong(`There is no view "${view}". Known: ${views.join(", ")}.`, "--view overview");
  if (theme !== "dark" && theme !== "light") throw wrong(`--theme is dark or light, got "${theme}".`, "--theme light");
  if (!(hz >= leastHz && hz <= mostHz))
    throw wrong(`--hz takes a number from ${leastHz} to ${mostHz}, got "${flags.text("hz")}".`, "--hz 2");
  const filter = flags.text("filter");
  const mistake = filter === null ? null : readFilter(filter).mistake;
  if (mistake !== null) throw wrong(`--filter "${filter}": ${mistake.message}.`, "--filter 'st:5xx cost:>0.1'");
  return {
    theme,
    mouse: flags.has("mouse"),
    pictureMs: Math.round(1000 / hz),
    first: { ...(known === undefined ? {} : { view: known }), ...(filter === null ? {} : { filter }) },
    trouble: null,
  };
};

const leastHz = 0.1;
const mostHz = 20;

const wrong = (what: string, instead: string): ProxyError =>
  new ProxyError("usage", what, { hint: `Try: proxy-cli tui ${instead}` });
