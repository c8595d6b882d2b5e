import { whenItCounts } from "../daemon/in-force.ts";
import { withTilde } from "../output/home.ts";
import { editedCopy } from "../terminal/edited-copy.ts";
import { type Action, placeOf } from "./action.ts";

/** Opens a copy of config.yaml in the editor and puts it in the file's place when it is valid. */
export const edit: Action = {
  words: "",
  run: async (context, _, flags) => {
    const { checkText, saveText, textOf } = await import("../../src/offline/save.ts");
    const { env, json, data, say, paint } = context;
    const place = await placeOf(context);
    const { file } = place;
    const seen = textOf(place);
    const text = await editedCopy(context, flags, {
      name: "config.yaml",
      text: seen,
      check: (edited) => checkText(file, edited),
      again: "proxy-cli config edit",
    });
    const reloaded = text === seen ? null : (await saveText(place, text, "edit", seen)).reloaded;
    if (json) return data({ file, changed: text !== seen, running: reloaded !== null });
    if (text === seen) return say("nothing was changed");
    say(`${paint("ok", "ok")}  ${withTilde(file, env["HOME"])} is changed   back: proxy-cli config undo`);
    const when = whenItCounts(reloaded);
    if (when !== null) say(`    ${when}`);
  },
};
