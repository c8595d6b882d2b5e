import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ProxyError } from "../../src/core/errors.ts";
import { withTilde } from "../output/home.ts";
import { type Action, configFile } from "./action.ts";
import { takeEffect } from "./take-effect.ts";

/** Writes a commented config.yaml; one that is there is only replaced on request. */
export const init: Action = {
  words: "[FILE]",
  run: async (context, [wanted], flags) => {
    const { freshConfig } = await import("../../src/offline/config.ts");
    const { saveText } = await import("../../src/offline/save.ts");
    const { paths, env, folder, json, data, say, paint, now } = context;
    const own = await configFile(context);
    const file = wanted === undefined ? own : resolve(folder ?? "/", wanted);
    const isThere = existsSync(file);
    if (isThere && !flags.has("force") && !flags.has("yes"))
      throw new ProxyError("cannot_write", `${file} is there already.`, {
        hint: `Nothing was changed. Try: proxy-cli config init${wanted === undefined ? "" : ` ${wanted}`} --force`,
      });
    await saveText({ paths, env, file, now: now() }, freshConfig(flags.has("full")), "init");
    if (file === own) await takeEffect(context);
    if (json) return data({ file, replaced: isThere, full: flags.has("full") });
    say(`${paint("ok", "ok")}  ${withTilde(file, env["HOME"])} ${isThere ? "written anew" : "written"}`);
    if (isThere) say("    back:  proxy-cli config undo");
  },
};
