import type { ConfigView } from "../../src/control/contract.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";

/** The settings in force: those of the running daemon, else those that a start would have. */
export type View = { readonly running: boolean; readonly config: ConfigView };

/** Asks the daemon, or reads the files where none runs. Throws `config_invalid`. */
export const viewOf = async ({ client, paths, env }: Context): Promise<View> => {
  const config = await orNull(client.config({}));
  if (config !== null) return { running: true, config };
  const { configWithoutDaemon } = await import("../../src/offline/without-daemon.ts");
  return { running: false, config: configWithoutDaemon(paths, env) };
};
