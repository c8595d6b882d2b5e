import { existsSync, readFileSync } from "node:fs";
import { secretNames } from "../../src/config/secrets.ts";
import type { Changed } from "../../src/offline/servers.ts";
import type { Context } from "../command.ts";
import { orNull } from "./answering.ts";

type Needs = Pick<Context, "client" | "paths" | "env">;

/** Has a running daemon read a change of servers.yaml; what it refuses is taken back. Whether a daemon runs. */
export const bringInForce = async (context: Needs, { undo }: Changed): Promise<boolean> => {
  try {
    return (await orNull(context.client.reload({ secrets: secretsHere(context) }))) !== null;
  } catch (thrown) {
    undo();
    await context.client.reload({}).catch(() => undefined); // back to what was; the first refusal is the one to tell
    throw thrown;
  }
};

/** What this environment has of the variables that the files name. */
export const secretsHere = ({ paths, env }: Pick<Context, "paths" | "env">): Readonly<Record<string, string>> => {
  const text = [paths.servers, paths.config].map((file) => (existsSync(file) ? readFileSync(file, "utf8") : ""));
  return Object.fromEntries(
    secretNames(text.join("\n")).flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );
};

/** When a change takes effect, in words. */
export const effectWords = (isRunning: boolean): string =>
  isRunning ? "in force now" : "the proxy is not running: in force at the next start";
