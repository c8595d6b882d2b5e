import { type SettingName, settings } from "../../src/config/schema.ts";
import type { SettingView } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import { withTilde } from "../output/home.ts";
import { type Action, placeOf } from "./action.ts";
import { viewOf } from "./view.ts";

/** Writes one setting into config.yaml, has a running daemon read it, and says what still wins over it. */
export const set: Action = {
  words: "NAME VALUE",
  run: async (context, [name = "", text = ""]) => {
    const { settingMeant } = await import("../../src/offline/config.ts");
    const { saveSetting } = await import("../../src/offline/save.ts");
    const { env, json, data, say, paint } = context;
    const setting = settingMeant(name, (close) => `set ${close} ${text}`);
    const place = await placeOf(context);
    const { file } = place;
    if (setting === "upstream") await checkUpstream(context, text);
    if (!(await isAgreed(context, setting, text))) return;
    const { done: value, reloaded } = await saveSetting(place, setting, text);
    const { config } = await viewOf(context);
    const inForce = config.settings.find((one) => one.name === setting);
    const needsRestart = reloaded?.needsRestart.includes(setting) ?? false; // then nothing but the restart is missing
    const wins = needsRestart || JSON.stringify(inForce?.value) === JSON.stringify(value) ? null : (inForce ?? null);
    if (json)
      return data({
        setting,
        value,
        file,
        running: reloaded !== null,
        needsRestart,
        inForce: inForce?.value ?? null,
        source: inForce?.source ?? null,
      });
    say(`${paint("ok", "ok")}  ${setting} = ${JSON.stringify(value)}   in ${withTilde(file, env["HOME"])}`);
    if (needsRestart) say("    takes effect after: proxy-cli restart");
    if (wins === null && reloaded === null) say("    takes effect at the next start");
    if (wins !== null) warnOf(context, wins, text);
  },
};

/** Whether somebody agrees to what has to be agreed to; to switch it off is always right. */
const isAgreed = async ({ confirm }: Context, setting: SettingName, text: string): Promise<boolean> => {
  const { agreement } = settings[setting];
  if (agreement === null || (await import("../../src/offline/config.ts")).isOff(setting, text)) return true;
  return confirm(agreement, `proxy-cli config set ${setting} ${text}`);
};

const warnOf = ({ warn, paint }: Context, { name, value, source }: SettingView, text: string): void => {
  const next =
    name === "upstream" ? `try: proxy-cli switch-upstream ${text}` : "the file comes last: flag > environment > file";
  warn(`${paint("warning", "warning:")} ${JSON.stringify(value)} stays in force (${source})\n${next}`);
};

/** A name that nothing has would send everything to `auto` at the next start. */
const checkUpstream = async ({ client, paths, env }: Context, name: string): Promise<void> => {
  const running = await orNull(client.upstreams({}));
  const { upstreamNames } = await import("../../src/offline/config.ts");
  const names = running === null ? upstreamNames(paths, env) : running.upstreams.map((upstream) => upstream.name);
  const known = ["auto", ...names];
  if (known.includes(name)) return;
  throw new ProxyError("upstream_unknown", `There is no upstream "${name}". Known: ${known.join(", ")}.`, {
    hint: `Nothing was changed. Try: proxy-cli config --set upstream ${nearest(name, known) ?? "auto"}`,
  });
};
