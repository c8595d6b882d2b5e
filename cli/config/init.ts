import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ProxyError } from "../../src/core/errors.ts";
import { withTilde } from "../output/home.ts";
import { type Action, placeOf } from "./action.ts";

/** Writes a commented config.yaml; one that is there is only replaced on request. */
export const init: Action = {
  words: "[FILE]",
  run: async (context, [wanted], flags) => {
    const { freshConfig } = await import("../../src/offline/config.ts");
    const { saveText } = await import("../../src/offline/save.ts");
    const { env, folder, json, data, say, paint } = context;
    const own = await placeOf(context);
    const file = wanted === undefined ? own.file : resolve(folder ?? "/", wanted);
    const isThere = existsSync(file);
    if (isThere && !flags.has("force") && !flags.has("yes"))
      throw new ProxyError("cannot_write", `${file} is there already.`, {
        hint: `Nothing was changed. Try: proxy-cli config init${wanted === undefined ? "" : ` ${wanted}`} --force`,
      });
    const place = file === own.file ? own : { ...own, file, bringInForce: async () => null }; // no daemon reads it
    await saveText(place, freshConfig(flags.has("full")), "init");
    if (json) return data({ file, replaced: isThere, full: flags.has("full") });
    say(`${paint("ok", "ok")}  ${withTilde(file, env["HOME"])} ${isThere ? "written anew" : "written"}`);
    if (isThere) say("    back:  proxy-cli config undo");
  },
};
