import type { Command, Context } from "../command.ts";
import { statusOrNull } from "../daemon/answering.ts";
import { notRunning } from "../exit-codes.ts";
import { statusLines } from "../status/lines.ts";
import { lastStop, stoppedLine } from "../status/stopped.ts";

export default {
  args: "",
  summary: "is it on, through what, and how is it going",
  options: [
    { flags: "--watch", summary: "stay and show changes, until q; a line for each where nobody looks" },
    { flags: "--plain", summary: "watch: a sentence for each change, to be read aloud" },
    { flags: "--check", summary: "print nothing; exit 0 when it runs, 3 when not" },
  ],
  examples: [
    "proxy-cli status",
    "proxy-cli status --watch",
    "proxy-cli status --check && echo on",
    "proxy-cli status --json",
  ],
  run: async (context, { flags }) => {
    const { client, json, data, print } = context;
    if (flags.has("watch") || flags.has("plain"))
      return (await import("../status/watch.ts")).watchStatus(context, flags);
    const status = await statusOrNull(client);
    if (flags.has("check")) return status === null ? notRunning : 0;
    if (status === null) return tellStopped(context);
    const { upstreams } = await client.upstreams({});
    if (json) data({ running: true, ...status, upstreams });
    else print(statusLines(context, status, upstreams).join("\n"));
    return 0;
  },
} satisfies Command;

const tellStopped = (context: Context): number => {
  const { json, data, print } = context;
  if (json) data({ running: false, lastStop: lastStop(context) });
  else print(stoppedLine(context));
  return notRunning;
};
