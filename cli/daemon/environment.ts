import { olderVariables } from "../../src/config/layers/older-variables.ts";
import { keyVariables } from "../../src/config/secrets.ts";
import { ignoredVariable, proxyVariables } from "../../src/lib/proxy-variables.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What the daemon may see of the environment. Keys travel by pipe, and only those that files name. */
const allowed = [
  "PATH",
  "HOME",
  "USER",
  "LANG",
  "TZ",
  "TMPDIR",
  "XDG_RUNTIME_DIR",
  "LOG_LEVEL",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "BUN_CONFIG_MAX_HTTP_REQUESTS",
  "BUN_RUNTIME_TRANSPILER_CACHE_PATH",
];

const allowedPrefixes = ["LC_", "PROXY_", "VIDURAI_"];

/** Variables of other programs of this kind; those with keys in them travel by pipe. */
const allowedElsewhere = Object.keys(olderVariables).filter((name) => !keyVariables.includes(name));

/** What comes by pipe, because an environment can be read from outside. */
const byPipe = ["PROXY_TOKEN", "PROXY_TOKEN_FILE"];

/**
 * The environment that a daemon starts with: nothing of a project's or a shell's that it does not need, and none of
 * the variables that servers.yaml takes keys from.
 */
export const daemonEnvironment = (env: Environment, secretNames: readonly string[] = []): Record<string, string> => {
  const kept: Record<string, string> = { BUN_CONFIG_MAX_HTTP_REQUESTS: maxFetches };
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || byPipe.includes(name) || secretNames.includes(name)) continue;
    if (name === ignoredVariable) continue;
    if ([...allowed, ...allowedElsewhere].includes(name) || allowedPrefixes.some((prefix) => name.startsWith(prefix)))
      kept[name] = value;
  }
  const ignored = proxyVariables(env);
  if (ignored.length > 0) kept[ignoredVariable] = ignored.join(","); // so that `status` can tell
  return kept;
};

/** Bun's own limit is 256 fetches at a time, and it is read only at the start. */
const maxFetches = "16384";
