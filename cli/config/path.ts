import { type Action, configFile } from "./action.ts";

/** Where the files are. */
export const path: Action = {
  words: "",
  run: async (context) => {
    const { json, data, print, paths } = context;
    const config = await configFile(context);
    if (!json) return print(config);
    const { home, servers, log, ledger } = paths;
    data({ home, config, servers, log, ledger });
  },
};
