import { existsSync, readFileSync } from "node:fs";
import { secretNames } from "../src/config/secrets.ts";
import { ProxyError } from "../src/core/errors.ts";
import { nearest } from "../src/lib/nearest.ts";
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
  if (setting === "upstream") await checkUpstream(context, text);
  const value = saveSetting(file, env, setting, text);
  const reloaded = before === null ? null : await client.reload({});
  const { settings } = reloaded === null ? configWithoutDaemon(paths, env) : await client.config({});
  const inForce = settings.find((one) => one.name === setting);
  const needsRestart = reloaded?.needsRestart.includes(setting) ?? false; // then nothing but the restart is missing
  const isSame = JSON.stringify(inForce?.value) === JSON.stringify(value);
  const wins = needsRestart || isSame ? null : (inForce ?? null);
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

/** A name that nothing has would send everything to `auto` at the next start. */
const checkUpstream = async ({ client, paths, env }: Context, name: string): Promise<void> => {
  const { upstreams } =
    (await orNull(client.upstreams({}))) ??
    (await import("../src/offline.ts")).upstreamsWithoutDaemon(paths, { ...standIns(paths), ...env });
  const known = ["auto", ...upstreams.map((upstream) => upstream.name)];
  if (known.includes(name)) return;
  throw new ProxyError("upstream_unknown", `There is no upstream "${name}". Known: ${known.join(", ")}.`, {
    hint: `Nothing was changed. Try: proxy-cli config --set upstream ${nearest(name, known) ?? "auto"}`,
  });
};

/** To learn the names of upstreams no key has to be there. */
const standIns = ({ servers }: Context["paths"]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    secretNames(existsSync(servers) ? readFileSync(servers, "utf8") : "").map((name) => [name, "unused"]),
  );
