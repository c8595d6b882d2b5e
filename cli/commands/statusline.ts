import { isatty } from "node:tty";
import { connectTo } from "../../src/control/client.ts";
import type { Command } from "../command.ts";
import { calledBy, toldOnInput } from "../statusline/input.ts";
import { lineFrom, usualFormat } from "../statusline/line.ts";

/** Nobody waits for a prompt longer than this. */
const patienceMs = 200;

export default {
  args: "",
  summary: "one line for a prompt or a tool's status line",
  options: [
    {
      flags: "--format <template>",
      summary: "what it is made of: {upstream} {model} {session} {today} {budget} {context} {saved} {trouble}",
    },
  ],
  examples: ["proxy-cli statusline", 'proxy-cli statusline --format "{upstream} {today}"'],
  run: async ({ paths, json, data, print }, { flags }) => {
    const told = calledBy(isatty(0) ? "" : await toldOnInput(() => Bun.stdin.stream(), patienceMs));
    // Whatever is wrong with the daemon, this stands in a line that somebody types in.
    const view = await connectTo(paths.socket, patienceMs)
      .statusline({ toolSession: told.session })
      .catch(() => null);
    if (json) return data({ running: view !== null, ...view });
    if (view === null) return print("proxy off");
    print(lineFrom(flags.text("format") ?? usualFormat, view, told));
  },
} satisfies Command;
