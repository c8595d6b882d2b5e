import type { Command } from "../command.ts";
import { secretsHere } from "../daemon/in-force.ts";

export default {
  args: "",
  summary: "read config.yaml and servers.yaml again",
  options: [],
  examples: ["proxy-cli reload"],
  run: async ({ client, paths, env, json, data, say, paint }) => {
    const reloaded = await client.reload({ secrets: secretsHere({ paths, env }) });
    if (json) return data(reloaded);
    say(
      `${paint("ok", "ok")}  reloaded   generation ${reloaded.generation}, running answers keep what they began with`,
    );
    if (reloaded.needsRestart.length > 0)
      say(`    ${reloaded.needsRestart.join(", ")} take effect after: proxy-cli restart`);
  },
} satisfies Command;
