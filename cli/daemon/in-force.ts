import { existsSync, readFileSync } from "node:fs";
import { secretNames } from "../../src/config/secrets.ts";
import type { Reloaded } from "../../src/control/contract.ts";
import { asProxyError, ProxyError } from "../../src/core/errors.ts";
import type { Changing } from "../../src/offline/change.ts";
import type { Context } from "../command.ts";
import { orNull } from "./answering.ts";

type Needs = Pick<Context, "client" | "paths" | "env">;

/** What a change of the files needs: the running daemon has to agree, and without one what a start would refuse is none. */
export const changing = (context: Needs): Changing => ({
  paths: context.paths,
  bringInForce: () =>
    takenBy(context).catch((thrown: unknown) => {
      throw withoutEffect(asProxyError(thrown));
    }),
});

const takenBy = async (context: Needs): Promise<Reloaded | null> => {
  const { client, paths, env } = context;
  const reloaded = await orNull(client.reload({ secrets: secretsHere(context) }));
  if (reloaded === null) (await import("../../src/offline/before-start.ts")).checkFiles(paths, env);
  return reloaded;
};

/** What is refused is taken back in the file, and that is worth saying. */
const withoutEffect = ({ code, message, hint, problems, cause }: ProxyError): ProxyError =>
  new ProxyError(code, message, {
    hint: problems.length > 0 || hint === null ? unchanged : `Nothing was changed. ${hint}`,
    problems,
    cause,
  });

const unchanged = "Nothing was changed. Try: proxy-cli config validate";

/** What this environment has of the variables that the files name. */
export const secretsHere = ({ paths, env }: Pick<Context, "paths" | "env">): Readonly<Record<string, string>> => {
  const text = [paths.servers, paths.config].map((file) => (existsSync(file) ? readFileSync(file, "utf8") : ""));
  return Object.fromEntries(
    secretNames(text.join("\n")).flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );
};

/** When a change of an upstream takes effect, in words. */
export const effectWords = (reloaded: Reloaded | null): string =>
  reloaded === null ? "the proxy is not running: in force at the next start" : "in force now";

/** A line about when changed settings count; none where they do already. */
export const whenItCounts = (reloaded: Reloaded | null): string | null => {
  if (reloaded === null) return "takes effect at the next start";
  if (reloaded.needsRestart.length === 0) return null;
  return `${reloaded.needsRestart.join(", ")} ${reloaded.needsRestart.length === 1 ? "takes" : "take"} effect after: proxy-cli restart`;
};
