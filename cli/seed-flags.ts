/** Flags of older proxies that are whole commands here: `--generate-config FILE`, `--validate-config FILE`. */
const commands: Readonly<Record<string, readonly [before: readonly string[], after: readonly string[]]>> = {
  "--generate-config": [["config", "init"], ["--full"]],
  "--validate-config": [["config", "validate"], []],
};

/** What was typed, with such a flag spelled as the command that it means. Words behind `--` are somebody else's. */
export const asCommand = (argv: readonly string[]): readonly string[] => {
  const end = argv.indexOf("--");
  const at = argv.findIndex((word, index) => (end < 0 || index < end) && Object.hasOwn(commands, nameOf(word)));
  const word = argv[at] ?? "";
  const [before, after] = (at < 0 ? null : commands[nameOf(word)]) ?? [[], []];
  if (before.length === 0 || argv.slice(0, at).some((one) => !one.startsWith("-"))) return argv;
  const value = word.includes("=") ? [word.slice(word.indexOf("=") + 1)] : [];
  return [...argv.slice(0, at), ...before, ...value, ...argv.slice(at + 1), ...after];
};

const nameOf = (word: string): string => word.split("=")[0] ?? "";
