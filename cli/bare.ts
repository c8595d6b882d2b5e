import { existsSync } from "node:fs";
import { pathsFrom } from "../src/config/paths.ts";
import { connectTo } from "../src/control/client.ts";

/** Whether anything of this home was ever set up: a start writes its settings down. */
export const isSetUp = (env: Readonly<Record<string, string | undefined>>): boolean => {
  const { config, servers } = pathsFrom(env);
  return existsSync(config) || existsSync(servers);
};

/** What a stranger reads who has typed nothing but the name. */
export const welcome = (version: string): string =>
  [
    `proxy-cli ${version}: a local LLM proxy. See, steer and save.`,
    "",
    "Nothing is set up yet. Try it without a key:  proxy-cli demo",
    "Your own tool, with the key you have:         proxy-cli run -- claude",
    "All that it can do:                           proxy-cli --help",
  ].join("\n");

/** Whether a daemon of this home answers. */
export const isRunning = async (env: Readonly<Record<string, string | undefined>>): Promise<boolean> => {
  const { socket } = pathsFrom(env);
  if (!existsSync(socket)) return false;
  return connectTo(socket)
    .status({})
    .then(
      () => true,
      () => false,
    );
};
