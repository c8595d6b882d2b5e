import type { ConfigView } from "../../src/control/contract.ts";
import type { Orders } from "../../src/lifecycle/orders.ts";

/** What another start of the same daemon is told again. */
export type Kept = Pick<Orders, "flags" | "configFile" | "envFile">;

/** The options that a daemon was started with, as it tells them; `usual` is the config.yaml that needs none. */
export const keptFrom = ({ settings, file, envFile }: ConfigView, usual: string): Kept => ({
  flags: Object.fromEntries(
    settings.filter(({ source }) => source === "flag").map(({ name, value }) => [name, String(value)]),
  ),
  configFile: file === usual ? null : file,
  envFile,
});

/** How src/config/read.ts calls the upstream of --base-url. */
export const customName = "custom";

/** The options as they are typed; `url` is where it listened, so that programs find it there again. */
export const startWords = ({ flags, configFile, envFile }: Kept, url: string): readonly string[] => [
  ...Object.entries(flags).flatMap(([name, value]) => words[name]?.(value, url) ?? []),
  ...(configFile === null ? [] : ["--config", configFile]),
  ...(envFile === null ? [] : ["--env-file", envFile]),
];

/** The option of each setting that one can type at a start. The key of `--base-url` nobody has written down. */
const words: Readonly<Record<string, (value: string, url: string) => readonly string[]>> = {
  "server.port": (value, url) => ["--port", value === "0" ? new URL(url).port || value : value],
  "server.host": (value) => ["--host", value],
  "server.expose": (value) => (value === "true" ? ["--expose"] : []),
  "log.level": (value) => ["--log-level", value],
  "ledger.enabled": (value) => ["--ledger", value === "true" ? "on" : "off"],
  upstream: (value) => (value === customName ? [] : ["--upstream", value]),
};
