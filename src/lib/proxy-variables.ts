/** What HTTP libraries read a proxy from, Bun's among them. */
const names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

/** Where a start leaves the names of what it has kept from the daemon. */
export const ignoredVariable = "PROXY_IGNORED_VARIABLES";

/**
 * The variables that would send every call through a proxy, as they are written in this environment. We obey none: a
 * project's `.env` must not put itself between a key and its vendor.
 */
export const proxyVariables = (env: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.keys(env).filter((name) => names.includes(name.toUpperCase()) && env[name] !== "");

/** Takes them out of an environment; Bun looks there at every call. Returns the names, also those taken out before. */
export const withoutProxyVariables = (env: Record<string, string | undefined>): readonly string[] => {
  const before = env[ignoredVariable]?.split(",").filter((name) => /^[A-Za-z_]{1,20}$/.test(name)) ?? [];
  const found = proxyVariables(env);
  for (const name of found) delete env[name];
  return [...new Set([...before, ...found])];
};
