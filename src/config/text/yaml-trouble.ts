/**
 * What the YAML library complains about, in its own words but without the ones that it quotes from the file: a key that
 * stands in the wrong line must not get into the log.
 */
export const yamlTrouble = (message: string): string =>
  (message.split("\n")[0] ?? "")
    .replace(/ at line \d+.*$/, "")
    .replace(/["'`:;].*$/, "")
    .replace(/\.$/, "")
    .trim();
