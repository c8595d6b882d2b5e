import { ProxyError } from "../../src/core/errors.ts";
import type { Command } from "../command.ts";
import { statusOrNull } from "../daemon/answering.ts";
import { drainFrom, stopDaemon } from "../daemon/stopping.ts";
import { lasted } from "../output/units.ts";

export default {
  args: "",
  summary: "let running answers end, then stop it",
  options: [
    { flags: "--drain <duration>", summary: "how long they may take: 10s, 2m (default: timeouts.drain_ms)" },
    { flags: "--now", summary: "end them at once; each client is told" },
  ],
  examples: ["proxy-cli stop", "proxy-cli stop --drain 2m"],
  run: async (context, { flags }) => {
    const { client, json, data, say, paint } = context;
    const drainMs = drainFrom(flags, "stop");
    const status = await statusOrNull(client).catch((thrown: unknown): "other version" => {
      if (thrown instanceof ProxyError && thrown.code === "version_mismatch") return "other version";
      throw thrown;
    });
    if (status === null) {
      if (json) data({ stopped: false, wasRunning: false });
      else say(`${paint("ok", "ok")}  not running, nothing to stop`);
      return;
    }
    await stopDaemon(context, status === "other version" ? null : status, drainMs);
    if (json) data({ stopped: true, wasRunning: true });
    else
      say(
        `${paint("ok", "ok")}  stopped${status === "other version" ? "" : `   was up ${lasted(status.uptimeMs)}, answered ${status.tally.ended}`}`,
      );
  },
} satisfies Command;
