/**
 * What a YAML parser complains about, in its own words but without the ones that it quotes from the file: a key that
 * stands in the wrong line must not get into the log.
 */
export const yamlTrouble = (message: string): string => {
  const [first = ""] = message.split("\n");
  const place = / at line \d+, column \d+/.exec(message)?.[0] ?? "";
  return (
    first
      .replace(/ at line \d+.*$/, "")
      .replace(/["'`:;].*$/, "")
      .trim() + place
  );
};
