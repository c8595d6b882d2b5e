import type { SettingView } from "../../src/control/contract.ts";
import type { Context } from "../command.ts";
import { withTilde } from "../output/home.ts";
import { tableLines } from "../output/table.ts";
import type { Action } from "./action.ts";
import { alsoSaid, inWords } from "./told.ts";
import { viewOf } from "./view.ts";

/** Every setting with its value and where that comes from, and what else was said about it. */
export const show: Action = {
  words: "",
  run: async (context) => {
    const { json, data, print, columns, env, paths } = context;
    const { running, config } = await viewOf(context);
    const { upstreams } = running ? await context.client.upstreams({}) : await upstreamsAtRest(context);
    const keys = upstreams.flatMap(({ name, key }): readonly SettingView[] => {
      if (key === null) return [];
      const source = name === "custom" ? customSource(key, config.file) : paths.servers;
      return [{ name: `upstreams.${name}.key`, value: key, source, overridden: [], afterRestart: null }];
    });
    const settings = [...config.settings, ...keys];
    if (json) return data({ running, generation: running ? config.generation : null, file: config.file, settings });
    const rows = settings.map((setting) => [
      setting.name,
      inWords(setting.value),
      withTilde(setting.source, env["HOME"]),
      alsoSaid(setting, config.file),
    ]);
    const cut = { title: "", flexible: true };
    for (const line of tableLines({ columns: [{ title: "" }, cut, cut, cut], rows, width: columns }).slice(1))
      print(line);
  },
};

/** The address without a name has its key from the command line, a variable or config.yaml; its hint says which. */
const customSource = (key: string, file: string): string => {
  if (key === "from the command line") return "command line";
  return key.startsWith("env") ? key : file;
};

const upstreamsAtRest = async ({ paths, env }: Context) =>
  (await import("../../src/offline/without-daemon.ts")).upstreamsWithoutDaemon(paths, env);
