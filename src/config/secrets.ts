/** `${NAME}`, as servers.yaml refers to a variable. */
const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The names of the variables that a servers.yaml takes keys from. */
export const secretNames = (text: string): readonly string[] =>
  [...text.matchAll(reference)].map(([, name = ""]) => name);

/** A text with each variable it refers to replaced by what is found for its name. */
export const withSecrets = (text: string, find: (name: string) => string): string =>
  text.replaceAll(reference, (_, name: string) => find(name));

/** What stands for a key that is not known here: it is never sent anywhere. */
export const standIn = "not-known-here";

/** Variables that hold keys whether or not a file names them. They never reach the daemon through its environment. */
export const keyVariables: readonly string[] = [
  ...["LLM_API_KEY", "SERVER_API_KEY", "REDIS_URL"],
  ...["PROXY_STORE_REDIS_URL", "PROXY_STORE_LEDGER_URL", "PROXY_LEDGER_URL"],
];

/** What the daemon has to be handed: the values of those variables, and of those that these files name. */
export const secretsFor = (
  texts: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    [...keyVariables, ...texts.flatMap(secretNames)].flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
