/** `${NAME}`, as servers.yaml refers to a variable. */
const reference = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The names of the variables that a servers.yaml takes keys from. */
export const secretNames = (text: string): readonly string[] =>
  [...text.matchAll(reference)].map(([, name = ""]) => name);

/** A text with each variable it refers to replaced by what is found for its name. */
export const withSecrets = (text: string, find: (name: string) => string): string =>
  text.replaceAll(reference, (_, name: string) => find(name));
