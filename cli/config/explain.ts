import { withTilde } from "../output/home.ts";
import type { Action } from "./action.ts";
import { explanation } from "./told.ts";
import { viewOf } from "./view.ts";

/** What a setting is for, what it may be, what it is now and why. */
export const explain: Action = {
  words: "NAME",
  run: async (context, [name = ""]) => {
    const { explained, settingMeant } = await import("../../src/offline/config.ts");
    const { json, data, print } = context;
    const about = explained(settingMeant(name));
    const { running, config } = await viewOf(context);
    const now = config.settings.find((one) => one.name === about.name) ?? null;
    const { initial, ...rest } = about;
    if (json) return data({ running, ...rest, default: initial, ...(now === null ? {} : now) });
    const line = (label: string, text: string): void => print(`  ${label.padEnd(10)} ${text}`);
    print(`${about.name}   ${about.why}`);
    for (const [label, text] of explanation(about, now, (source) => withTilde(source, context.env["HOME"])))
      line(label, text);
  },
};
