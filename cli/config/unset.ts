import { withTilde } from "../output/home.ts";
import { type Action, placeOf } from "./action.ts";
import { inWords } from "./told.ts";
import { viewOf } from "./view.ts";

/** Takes a setting out of config.yaml, so that what is weaker holds again. */
export const unset: Action = {
  words: "NAME",
  run: async (context, [name = ""]) => {
    const { settingMeant } = await import("../../src/offline/config.ts");
    const { unsetSetting } = await import("../../src/offline/save.ts");
    const { env, json, data, say, paint } = context;
    const setting = settingMeant(name);
    const place = await placeOf(context);
    const { file } = place;
    const { done: changed, reloaded } = await unsetSetting(place, setting);
    const { running, config } = await viewOf(context);
    const found = config.settings.find((one) => one.name === setting);
    const needsRestart = reloaded?.needsRestart.includes(setting) ?? false;
    if (json)
      return data({
        setting,
        changed,
        file,
        running,
        needsRestart,
        inForce: found?.value ?? null,
        source: found?.source ?? null,
      });
    const where = withTilde(file, env["HOME"]);
    say(`${paint("ok", "ok")}  ${setting} ${changed ? "taken out of" : "is not in"} ${where}`);
    say(`    now ${inWords(found?.value)}   (${withTilde(found?.source ?? "", env["HOME"])})`);
    if (needsRestart) say("    takes effect after: proxy-cli restart");
  },
};
