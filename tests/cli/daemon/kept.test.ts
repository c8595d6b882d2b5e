import { expect, test } from "bun:test";
import { keptFrom, startWords } from "../../../cli/daemon/kept.ts";
import type { ConfigView, SettingView } from "../../../src/control/contract.ts";

const setting = (name: string, value: unknown, source: string): SettingView => ({
  ...{ name, value, source, overridden: [], afterRestart: null },
});
const config: ConfigView = {
  ...{ generation: 1, file: "/home/me/.proxy-cli/config.yaml", envFile: null },
  settings: [
    setting("server.port", 0, "flag"),
    setting("upstream", "zai-cn", "flag"),
    setting("ledger.enabled", false, "flag"),
    setting("server.expose", true, "flag"),
    setting("log.level", "info", "default"),
  ],
};
const url = "http://127.0.0.1:41657";

test("only what was typed at the start is typed again, with the port that it had", () => {
  expect(startWords(keptFrom(config, config.file), url).join(" ")).toBe(
    "--port 41657 --upstream zai-cn --ledger off --expose",
  );
});

test("files of its own are named again, and the upstream without a written key is not", () => {
  const other = { ...config, envFile: "/home/me/.env", settings: [setting("upstream", "custom", "flag")] };

  expect(startWords(keptFrom(other, "/elsewhere/config.yaml"), url)).toEqual([
    ...["--config", config.file],
    ...["--env-file", "/home/me/.env"],
  ]);
});
