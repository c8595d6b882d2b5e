import { existsSync } from "node:fs";
import { pathsFrom } from "../src/config/paths.ts";
import { connectTo } from "../src/control/client.ts";

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
