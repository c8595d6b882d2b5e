import { ignoredVariable } from "../../src/lib/proxy-variables.ts";
import { daemonEnvironment } from "../daemon/environment.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Set by the service itself, by the launcher, or by the session it runs in. */
const notTheirs =
  /^(HOME|USER|LANG|LC_.*|TMPDIR|XDG_RUNTIME_DIR|PROXY_CLI_HOME|PROXY_TIMESCALE|PROXY_PARANOID|BUN_.*)$/;

/** What is called like a secret is one, unless it names a file; so is an address with a password in it. */
const isSecret = (name: string, value: string): boolean =>
  (/KEY|TOKEN|SECRET|PASSWORD/.test(name) && !name.endsWith("_FILE")) || /\/\/[^/]*@/.test(value);

/**
 * The variables of this shell that a service is to keep: what the daemon may see anyway, without anything that could be a
 * key. Of PATH only what does not depend on where one is.
 */
export const serviceVariables = (env: Environment, secretNames: readonly string[] = []): Record<string, string> => {
  const { PROXY_TOKEN_FILE: tokenFile } = env; // the file's name; what is in it goes by pipe
  const seen = {
    ...daemonEnvironment(env, secretNames),
    ...(tokenFile === undefined ? {} : { PROXY_TOKEN_FILE: tokenFile }),
  };
  const kept = Object.entries(seen).filter(
    ([name, value]) =>
      name !== ignoredVariable && !notTheirs.test(name) && !isSecret(name, value) && !/[\r\n\0]/.test(value),
  );
  const { PATH, ...rest } = Object.fromEntries(kept);
  const folders = (PATH ?? "").split(":").filter((folder) => folder.startsWith("/"));
  return { ...rest, PATH: folders.length === 0 ? "/usr/local/bin:/usr/bin:/bin" : folders.join(":") };
};
