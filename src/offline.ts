import { existsSync, readFileSync } from "node:fs";
import { type Config, loadConfig } from "./config/load.ts";
import type { Paths } from "./config/paths.ts";
import type { SettingName } from "./config/schema.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The settings that a daemon started now would have. Throws `config_invalid`. */
export const settingsWithoutDaemon = (paths: Paths, env: Environment, flags: Readonly<Record<string, string>> = {}): Config =>
  loadConfig({
    text: existsSync(paths.config) ? readFileSync(paths.config, "utf8") : null,
    file: paths.config,
    env,
    flags: flags as Partial<Record<SettingName, string>>, // only settings become flags
  });

/** The port that a daemon started now would listen on. */
export const effectivePort = (paths: Paths, env: Environment, flags: Readonly<Record<string, string>>): number =>
  settingsWithoutDaemon(paths, env, flags).values["server.port"];
