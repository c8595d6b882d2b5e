/** The names of the variables that a servers.yaml takes keys from. */
export const secretNames = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g)].map(([, name = ""]) => name);
