import type { Command } from "../command.ts";
import { configFile } from "../config/action.ts";
import { secretsHere, whenItCounts } from "../daemon/in-force.ts";
import { problemLines } from "../output/problem-lines.ts";

export default {
  args: "",
  summary: "read config.yaml and servers.yaml again",
  options: [],
  examples: ["proxy-cli reload"],
  run: async (context) => {
    const { client, env, json, data, say, warn, paint } = context;
    const paths = { ...context.paths, config: await configFile(context) };
    const reloaded = await client.reload({ secrets: secretsHere({ paths, env }) });
    if (json) return data(reloaded);
    say(
      `${paint("ok", "ok")}  reloaded   generation ${reloaded.generation}, running answers keep what they began with`,
    );
    const when = whenItCounts(reloaded);
    if (when !== null) say(`    ${when}`);
    // A daemon that is older than we are tells none.
    for (const line of problemLines(context, reloaded.warnings ?? [])) warn(line);
  },
} satisfies Command;
