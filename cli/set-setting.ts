import { ProxyError } from "../src/core/errors.ts";
import { orNull } from "./answering.ts";
import type { Context } from "./command.ts";
import { withTilde } from "./output/home.ts";

/** Writes one setting into config.yaml, has a running daemon read it, and says what still wins over it. */
export const setSetting = async (context: Context, name: string, text: string | undefined): Promise<void> => {
  if (text === undefined)
    throw new ProxyError("usage", `config --set ${name} needs a value.`, {
      hint: `Try: proxy-cli config --set ${name} VALUE`,
    });
  const { client, paths, env, json, data, say, warn, paint } = context;
  const { configWithoutDaemon, saveSetting, settingMeant } = await import("../src/offline.ts");
  const setting = settingMeant(name);
  const before = await orNull(client.config({}));
  const file = before?.file ?? paths.config;
  const value = saveSetting(file, env, setting, text);
  const reloaded = before === null ? null : await client.reload({});
  const { settings } = reloaded === null ? configWithoutDaemon(paths, env) : await client.config({});
  const inForce = settings.find((one) => one.name === setting);
  const wins = JSON.stringify(inForce?.value) === JSON.stringify(value) ? null : (inForce ?? null);
  const needsRestart = reloaded?.needsRestart.includes(setting) ?? false;
  if (json)
    return data({
      setting,
      value,
      file,
      running: before !== null,
      needsRestart,
      inForce: inForce?.value ?? null,
      source: inForce?.source ?? null,
    });
  say(`${paint("ok", "ok")}  ${setting} = ${JSON.stringify(value)}   in ${withTilde(file, env["HOME"])}`);
  if (wins === null && needsRestart) say("    takes effect after: proxy-cli restart");
  if (wins === null && before === null) say("    takes effect at the next start");
  if (wins === null) return;
  const next =
    setting === "upstream"
      ? `try: proxy-cli switch-upstream ${text}`
      : "the file comes last: flag > environment > file";
  warn(`${paint("warning", "warning:")} ${JSON.stringify(wins.value)} stays in force (${wins.source})\n${next}`);
};
