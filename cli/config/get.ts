import { ProxyError } from "../../src/core/errors.ts";
import { withTilde } from "../output/home.ts";
import type { Action } from "./action.ts";
import { inWords } from "./told.ts";
import { viewOf } from "./view.ts";

/** One value, alone. */
export const get: Action = {
  words: "NAME",
  run: async (context, [name = ""]) => {
    const { settingMeant } = await import("../../src/offline/config.ts");
    const meant = settingMeant(name);
    const { running, config } = await viewOf(context);
    const found = config.settings.find((setting) => setting.name === meant);
    if (found === undefined)
      throw new ProxyError("version_mismatch", `The daemon does not know ${meant}.`, {
        hint: "Try: proxy-cli restart",
      });
    const { json, data, print, warn, paint, columns, env } = context;
    if (json) return data({ running, ...found });
    print(inWords(found.value));
    // Only for people: a script wants the value and nothing else.
    if (Number.isFinite(columns)) warn(paint("muted", `from ${withTilde(found.source, env["HOME"])}`));
  },
};
